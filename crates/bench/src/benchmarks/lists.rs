//! Long lists, element by element, on a transport that is a function. Measures the cost of `items`, and that memory does
//! not grow with the list.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;

use bytes::Bytes;
use hwc_api::http::{Response, Uri};
use hwc_api::transport::HttpRequest;
use hwc_api::{Body, Client, TransportError, koodrive, osm};
use hwc_wire::{Method, Operation, Pagination};

use super::cpu_table;
use crate::by_hand::Page;
use crate::harness::{Candidate, measure_rounds};
use crate::helper::{ask, runtime};
use crate::report::{Limit, Report, Table};
use crate::{Options, Outcome, data};

/// Elements per page.
const PAGE: u64 = 100;

hwc_wire::request! {
    /// A list with a cursor, like KooDrive's lists of files.
    pub struct ListByCursor() -> ListByCursorResponse {
        /// The cursor of the page.
        page_cursor: opt String = query("pageCursor");
    }
    operation: Operation::new(&koodrive::SERVICE, "Files", "ListByCursor", Method::Get, "/koodrive/ose/v1/list-by-cursor")
        .pagination(Pagination::Cursor { cursor: "pageCursor", first: None, next: "nextCursor", more: None, items: "incident_info_list" });
}

hwc_wire::model! {
    /// A page of the list.
    pub struct ListByCursorResponse {
        /// The elements of the page.
        incident_info_list: vec osm::CaseInfo = body("incident_info_list");
        /// The cursor of the next page.
        next_cursor: opt String = body("nextCursor");
    }
}

hwc_wire::paginated! { ListByCursor: incident_info_list of osm::CaseInfo }

pub(super) fn run(options: &Options, report: &mut Report) -> Outcome<()> {
    let (tickets, records) = (options.pick(60_000, 2_000), options.pick(1_000_000, 20_000));
    time(options, report, tickets, records)?;
    memory(options, report, &[tickets / 10, tickets], &[records / 100, records / 10, records])
}

fn time(options: &Options, report: &mut Report, tickets: u64, records: u64) -> Outcome<()> {
    let runtime = runtime()?;
    // The longest list is shortened here, since all its elements cost the same.
    let records = records.min(100_000);
    let pages = Pages::new();
    let works: Vec<(u64, Candidate<'_>)> = vec![
        (
            tickets,
            Candidate::new(format!("ListCases, {tickets} tickets by offset"), tickets, || {
                runtime.block_on(walk_by_offset(tickets)).map(drop)
            }),
        ),
        (
            records,
            Candidate::new(format!("{records} records by cursor"), records, || {
                runtime.block_on(walk_by_cursor(records)).map(drop)
            }),
        ),
        (tickets, Candidate::new("the same pages through serde by hand", tickets, || by_hand(&pages, tickets))),
    ];
    let mut candidates: Vec<Candidate<'_>> = works.into_iter().map(|(_, candidate)| candidate).collect();
    let times = measure_rounds(options.rounds(), &mut candidates)?;
    let names: Vec<String> = candidates.iter().map(|candidate| candidate.name.clone()).collect();
    let mut table = cpu_table("time for each element, in pages of 100", &names, &times, 2);
    table.note(format!("{PAGE} elements a page; by hand, the pages are decoded and nothing else."));
    report.table(table);
    Ok(())
}

/// Measures the peak memory of a walk with a counting allocator.
fn memory(options: &Options, report: &mut Report, tickets: &[u64], records: &[u64]) -> Outcome<()> {
    let mut table = Table::new("memory while listing", &[("elements", ""), ("peak", "KB")]);
    for (kind, name, counts) in [("offset", "ListCases, by offset", tickets), ("cursor", "by cursor", records)] {
        let mut peaks = Vec::new();
        for count in counts {
            let peak: BTreeMap<String, u64> = ask(&options.programs.counter, &[kind, &count.to_string()])?;
            let peak = peak.get("peak").copied().unwrap_or_default() as f64 / 1024.0;
            table.row(name, [Some(*count as f64), Some(peak)]);
            peaks.push(peak);
        }
        let growth = peaks.last().unwrap_or(&f64::NAN) / peaks.first().unwrap_or(&f64::NAN);
        report.budget(
            &format!("memory of the longest list against the shortest, {name}"),
            growth,
            Limit::AtMost(1.1),
            "x",
        );
    }
    table.note("What the client, a page as it comes and its elements take together; counted by a wrapped allocator.");
    report.table(table);
    Ok(())
}

/// Iterates over `tickets` tickets of ListCases and returns their number.
///
/// # Errors
/// Returns the error of the client, or an error if the number differs.
pub async fn walk_by_offset(tickets: u64) -> Outcome<u64> {
    let pages = Arc::new(Pages::new());
    let transport = move |request: HttpRequest| {
        let response = pages.by_offset(request.uri(), tickets);
        async move { Ok::<_, TransportError>(Response::new(Body::from(response))) }
    };
    let client = Client::builder().transport(transport).auth_token("a-token-of-no-account").build()?;
    let mut items = client.items(osm::ListCases::new().limit(PAGE as u32));
    let mut seen = 0;
    while let Some(ticket) = items.try_next().await? {
        black_box(ticket);
        seen += 1;
    }
    expected(seen, tickets)
}

/// Iterates over `records` elements of a list with a cursor and returns their number.
///
/// # Errors
/// Returns the errors of [`walk_by_offset`].
pub async fn walk_by_cursor(records: u64) -> Outcome<u64> {
    let pages = Arc::new(Pages::new());
    let transport = move |request: HttpRequest| {
        let response = pages.by_cursor(request.uri(), records);
        async move { Ok::<_, TransportError>(Response::new(Body::from(response))) }
    };
    let client = Client::builder().transport(transport).koodrive_token("a-token-of-no-account").build()?;
    let mut items = client.items(ListByCursor::new());
    let mut seen = 0;
    while let Some(record) = items.try_next().await? {
        black_box(record);
        seen += 1;
    }
    expected(seen, records)
}

fn expected(seen: u64, wanted: u64) -> Outcome<u64> {
    if seen == wanted { Ok(seen) } else { Err(format!("{seen} elements came instead of {wanted}").into()) }
}

fn by_hand(pages: &Pages, tickets: u64) -> Outcome<()> {
    let mut seen = 0;
    while seen < tickets {
        let target = format!("{}?offset={seen}&limit={PAGE}", data::CASES).parse()?;
        let page: Page = serde_json::from_slice(&pages.by_offset(&target, tickets))?;
        for ticket in page.incident_info_list {
            black_box(ticket);
            seen += 1;
        }
    }
    Ok(())
}

/// Two alternating pages, since two equal pages in sequence are an error. The parts that differ come before and after the
/// list.
struct Pages([String; 2]);

impl Pages {
    fn new() -> Self {
        let list = |first| {
            let page = data::part(0, first, PAGE as usize);
            page.trim_start_matches(r#"{"total_count":0,"#).trim_end_matches('}').to_owned()
        };
        Self([list(0), list(PAGE as usize)])
    }

    fn list(&self, from: u64) -> &str {
        &self.0[(from / PAGE % 2) as usize]
    }

    fn by_offset(&self, uri: &Uri, total: u64) -> Bytes {
        let list = self.list(parameter(uri, "offset="));
        format!(r#"{{"total_count":{total},{list}}}"#).into()
    }

    fn by_cursor(&self, uri: &Uri, total: u64) -> Bytes {
        let from = parameter(uri, "pageCursor=");
        let next = from + PAGE;
        let cursor = if next < total { format!(r#""{next:024}""#) } else { "null".to_owned() };
        format!(r#"{{"nextCursor":{cursor},{}}}"#, self.list(from)).into()
    }
}

/// Returns the number of the query parameter `name`, or 0.
fn parameter(uri: &Uri, name: &str) -> u64 {
    let pairs = uri.query().unwrap_or_default().split('&');
    pairs.filter_map(|pair| pair.strip_prefix(name)?.parse().ok()).next().unwrap_or_default()
}
