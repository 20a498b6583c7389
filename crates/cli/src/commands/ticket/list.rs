//! `hwc ticket list`.

use std::cmp::Reverse;

use clap::Args;
use hwc_api::osm::CaseInfo;

use super::context::{TicketContext, TimeFormatter};
use super::style::case_style;
use crate::args::filter::FilterArgs;
use crate::args::output::OutArgs;
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::table::Table;
use crate::ui::text::{enum_label, plural};

/// The page size of the service.
const PAGE: usize = 100;

/// Arguments of `hwc ticket list`.
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    #[command(flatten)]
    filter: FilterArgs,
    /// Maximum number of tickets
    ///
    /// These are the first tickets that the service lists. The order is undocumented, so they may not be the newest.
    /// Use --all to list all tickets.
    #[arg(long, value_name = "NUMBER", default_value_t = 50, conflicts_with = "all", value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// List all tickets
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    pub(super) out: OutArgs,
}

impl ListArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let limit = if self.all { usize::MAX } else { self.limit as usize };
        let (mut cases, more) = self.read(context, limit).await?;
        let times = &context.times;
        // No source documents the order of the list.
        let opened = |case: &CaseInfo| case.create_time.as_ref().and_then(|time| times.zone.millis(time));
        cases.sort_by_key(|case| Reverse(opened(case)));
        context.ui.list(&cases, "no tickets", |_| table(times, &cases))?;
        if more {
            let shown = plural(cases.len(), "ticket");
            context.ui.note(&format!("the list is limited to {shown}; use --limit or --all for more"));
        }
        Ok(())
    }

    /// Returns up to `limit` tickets, and true if there are more.
    async fn read(&self, context: &TicketContext, limit: usize) -> Result<(Vec<CaseInfo>, bool), CliError> {
        let page = if self.filter.is_partial() { PAGE } else { PAGE.min(limit.saturating_add(1)) };
        let request = context.list_request_in_time(&self.filter).await?.limit(u32::try_from(page).unwrap_or(100));
        let mut items = context.client.items(request);
        let mut cases = Vec::new();
        while let Some(case) = items.try_next().await? {
            if !self.filter.matches(&case) {
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

fn table(times: &TimeFormatter, cases: &[CaseInfo]) -> Table {
    let mut table = Table::new(&["ID", "STATUS", "PROBLEM", "OPENED", "DESCRIPTION"]);
    for case in cases {
        let state = case.status.map(|state| (case_style(state), enum_label(&state)));
        let text = |text: &Option<String>| (Style::Plain, text.clone().unwrap_or_default());
        table.row([
            (Style::Title, case.incident_id.as_ref().map(ToString::to_string).unwrap_or_default()),
            state.unwrap_or((Style::Plain, String::new())),
            text(&case.business_type_name),
            (Style::Plain, times.relative(case.create_time.as_ref())),
            text(&case.simple_description),
        ]);
    }
    table
}
