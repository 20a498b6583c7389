//! `hwc ticket list`.

use std::cmp::Reverse;

use clap::Args;
use hwc_api::osm::CaseInfo;

use super::desk::Desk;
use super::filter::Filter;
use super::status;
use crate::failure::Failure;
use crate::show::colour::Tone;
use crate::show::table::Table;
use crate::show::text::{count, word};

/// The page size of the service.
const PAGE: usize = 100;

/// Arguments of `hwc ticket list`.
#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    filter: Filter,
    /// Maximum number of tickets
    ///
    /// These are the first tickets that the service lists. The order is undocumented, so they may not be the newest.
    /// Use --all to list all tickets.
    #[arg(long, value_name = "NUMBER", default_value_t = 50, conflicts_with = "all", value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// List all tickets
    #[arg(long)]
    all: bool,
}

impl List {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let limit = if self.all { usize::MAX } else { self.limit as usize };
        let (mut cases, more) = self.read(desk, limit).await?;
        // No source documents the order of the list.
        let opened = |case: &CaseInfo| case.create_time.as_ref().and_then(|time| desk.zone.millis(time));
        cases.sort_by_key(|case| Reverse(opened(case)));
        if desk.json() {
            desk.screen.document(&cases)?;
        } else if cases.is_empty() {
            desk.screen.note("no tickets");
        } else {
            let text = table(desk, &cases).text(desk.screen.width);
            desk.screen.text(&text)?;
        }
        if more {
            desk.screen.note(&format!("only {} shown; --limit or --all shows more", count(cases.len(), "ticket")));
        }
        Ok(())
    }

    /// Returns up to `limit` tickets, and true if there are more.
    async fn read(&self, desk: &Desk, limit: usize) -> Result<(Vec<CaseInfo>, bool), Failure> {
        let page = if self.filter.is_partial() { PAGE } else { PAGE.min(limit.saturating_add(1)) };
        let request = self.filter.request_in_time(desk).await?.limit(u32::try_from(page).unwrap_or(100));
        let mut found = desk.client.items(request);
        let mut cases = Vec::new();
        while let Some(case) = found.try_next().await? {
            if !self.filter.fits(&case) {
                continue;
            }
            if cases.len() == limit {
                return Ok((cases, true));
            }
            cases.push(case);
        }
        Ok((cases, false))
    }
}

fn table(desk: &Desk, cases: &[CaseInfo]) -> Table {
    let mut table = Table::new(&["ID", "STATUS", "PROBLEM", "OPENED", "DESCRIPTION"]);
    for case in cases {
        let state = case.status.map(|state| (status::tone(state), word(&state)));
        let text = |text: &Option<String>| (Tone::Plain, text.clone().unwrap_or_default());
        table.row([
            (Tone::Title, case.incident_id.as_ref().map(ToString::to_string).unwrap_or_default()),
            state.unwrap_or((Tone::Plain, String::new())),
            text(&case.business_type_name),
            (Tone::Plain, desk.ago(case.create_time.as_ref())),
            text(&case.simple_description),
        ]);
    }
    table
}
