//! Writes a CSV report of the open tickets that are older than three days, by severity, with their last messages.
use std::future::ready;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures_util::TryStreamExt;
use hwc_api::osm::{CaseDetail, CaseId, CaseStatus, ListCases};
use hwc_api::transport::clock::{Clock, ManualClock};
use hwc_api::{Client, Error, Timestamp, wire::UtcOffset};
use hwc_sandbox::{Sandbox, SandboxOptions};

const DAY: Duration = Duration::from_secs(86_400);

/// A line of the report.
#[derive(Debug, PartialEq, serde::Serialize)]
struct Row {
    severity: String,
    case_id: CaseId,
    status: String,
    opened: Timestamp,
    age_days: i64,
    last_message: String,
}

/// Returns the line of a ticket, if it is open.
fn row(ticket: CaseDetail, now: SystemTime) -> Option<Row> {
    let status = ticket.status.filter(CaseStatus::is_open)?;
    let opened = ticket.create_time?;
    let age = Timestamp::from(now).unix_millis()? - opened.unix_millis_at(UtcOffset::CHINA)?;
    let last = ticket.message_list.into_iter().max_by(|one, other| one.create_time.cmp(&other.create_time));
    Some(Row {
        severity: ticket.severity_name.unwrap_or_else(|| "(none)".to_owned()),
        case_id: ticket.incident_id?,
        status: status.to_string(),
        opened,
        age_days: age / 86_400_000,
        last_message: last.and_then(|message| message.content).unwrap_or_default(),
    })
}

/// Collects the lines with the export of all tickets.
async fn by_export(client: &Client, now: SystemTime) -> Result<Vec<Row>, Error> {
    let tickets = client.tickets().language("en-us").export().until(now - 3 * DAY);
    tickets.try_filter_map(|ticket| ready(Ok(ticket.detail.and_then(|detail| row(detail, now))))).try_collect().await
}

/// Collects the lines with a list and eight concurrent calls for the details.
async fn by_list(client: &Client, now: SystemTime) -> Result<Vec<Row>, Error> {
    let open = client.send(ListCases::new().limit(100)).language("en-us").items();
    open.try_filter_map(|case| ready(Ok(case.incident_id)))
        .map_ok(|id| client.tickets().language("en-us").detail(id))
        .try_buffer_unordered(8)
        .try_filter_map(|detail| ready(Ok(row(detail, now).filter(|row| row.age_days >= 3))))
        .try_collect()
        .await
}

fn csv(rows: &mut [Row]) -> anyhow::Result<String> {
    rows.sort_by(|one, other| (&one.severity, &one.case_id).cmp(&(&other.severity, &other.case_id)));
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.iter().try_for_each(|row| writer.serialize(row))?;
    Ok(String::from_utf8(writer.into_inner()?)?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + 20_000 * DAY);
    let sandbox = Sandbox::new(SandboxOptions::default().clock(clock.clone()))?;
    let client = Client::builder().transport(sandbox).clock(Arc::new(clock.clone())).auth_token("any").build()?;
    let report = csv(&mut by_export(&client, clock.now()).await?)?;
    print!("{report}");
    anyhow::ensure!(report.lines().count() > 4 && report == csv(&mut by_list(&client, clock.now()).await?)?);
    Ok(())
}
