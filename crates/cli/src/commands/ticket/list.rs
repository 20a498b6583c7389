//! `hwc ticket list`.

use std::cmp::Reverse;

use clap::Args;
use hwc_api::Client;
use hwc_api::osm::{CaseInfo, CaseMessage, MessageSource};

use super::context::{TicketContext, TimeFormatter};
use super::style::case_style;
use super::view::Ticket;
use crate::args::filter::FilterArgs;
use crate::args::output::OutArgs;
use crate::commands::completion::cache;
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::table::Table;
use crate::ui::text::{enum_label, plural};
use crate::ui::time::span;

/// The page size of the service.
const PAGE: usize = 100;

/// Arguments of `hwc ticket list`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hwc ticket list --status open --since 7d\n  hwc ticket list --all -o csv --out tickets.csv"
)]
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
    /// Add the age and the time to the first response
    ///
    /// The messages of each ticket are read, with one call per ticket.
    #[arg(long)]
    sla: bool,
    /// List the tickets of several profiles, as in ops,dev
    #[arg(long, value_name = "NAME,..", value_delimiter = ',')]
    pub(super) profiles: Vec<String>,
    #[command(flatten)]
    pub(super) out: OutArgs,
}

/// A listed ticket with its form for programs.
struct Row {
    case: CaseInfo,
    ticket: Ticket,
}

impl ListArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let limit = if self.all { usize::MAX } else { self.limit as usize };
        let mut rows = Vec::new();
        let mut more = false;
        let profiles = std::mem::take(&mut context.profiles);
        if profiles.is_empty() {
            let client = context.client.clone();
            more = self.add(context, &client, None, limit, &mut rows).await?;
        }
        for (name, client) in &profiles {
            more |= self.add(context, client, Some(name), limit, &mut rows).await?;
        }
        let times = &context.times;
        // No source documents the order of the list.
        rows.sort_by_key(|row| Reverse(row.case.create_time.as_ref().and_then(|time| times.zone.millis(time))));
        remember(&rows);
        let tickets: Vec<&Ticket> = rows.iter().map(|row| &row.ticket).collect();
        context.ui.list(&tickets, "no tickets", |_| self.table(times, &rows))?;
        if more {
            let shown = plural(rows.len(), "ticket");
            context.ui.note(&format!("the list is limited to {shown}; use --limit or --all for more"));
        }
        Ok(())
    }

    /// Adds up to `limit` tickets of a client. Returns true if there are more.
    async fn add(
        &self,
        context: &TicketContext,
        client: &Client,
        profile: Option<&String>,
        limit: usize,
        rows: &mut Vec<Row>,
    ) -> Result<bool, CliError> {
        let (cases, more) = self.read(context, client, limit).await?;
        for case in cases {
            let mut ticket = context.converter().listed(&case);
            ticket.profile = profile.cloned();
            if self.sla {
                self.measure(context, client, &case, &mut ticket).await?;
            }
            rows.push(Row { case, ticket });
        }
        Ok(more)
    }

    /// Returns up to `limit` tickets, and true if there are more.
    async fn read(
        &self,
        context: &TicketContext,
        client: &Client,
        limit: usize,
    ) -> Result<(Vec<CaseInfo>, bool), CliError> {
        let page = if self.filter.is_partial() { PAGE } else { PAGE.min(limit.saturating_add(1)) };
        let request = context.list_request_in_time(&self.filter).await?.limit(u32::try_from(page).unwrap_or(100));
        let mut items = client.items(request);
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

    /// Adds the age and the time to the first message of an engineer.
    async fn measure(
        &self,
        context: &TicketContext,
        client: &Client,
        case: &CaseInfo,
        ticket: &mut Ticket,
    ) -> Result<(), CliError> {
        let zone = context.times.zone;
        let opened = case.create_time.as_ref().and_then(|time| zone.millis(time));
        ticket.age_seconds = opened.map(|opened| (context.times.now() - opened) / 1000);
        let Some(id) = &case.incident_id else { return Ok(()) };
        let tickets = client.tickets();
        let tickets = match &context.group {
            Some(group) => tickets.group_id(group.clone()),
            None => tickets,
        };
        let messages = tickets.detail(id).await?.message_list;
        let is_engineer = |message: &&CaseMessage| message.written_by == Some(MessageSource::Engineer);
        let times =
            messages.iter().filter(is_engineer).filter_map(|message| zone.millis(message.create_time.as_ref()?));
        ticket.first_response_seconds = times.min().zip(opened).map(|(first, opened)| (first - opened) / 1000);
        Ok(())
    }

    fn table(&self, times: &TimeFormatter, rows: &[Row]) -> Table {
        let mut headings = vec!["ID", "STATUS", "PROBLEM", "OPENED"];
        headings.extend(self.sla.then_some(["AGE", "FIRST RESPONSE"]).into_iter().flatten());
        headings.extend((!self.profiles.is_empty()).then_some("PROFILE"));
        headings.push("DESCRIPTION");
        let mut table = Table::new(&headings);
        for Row { case, ticket } in rows {
            let state = case.status.map(|state| (case_style(state), enum_label(&state)));
            let plain = |text: &Option<String>| (Style::Plain, text.clone().unwrap_or_default());
            let time = |seconds: Option<i64>| (Style::Plain, seconds.map(span).unwrap_or_default());
            let mut cells = vec![
                (Style::Title, ticket.id.clone().unwrap_or_default()),
                state.unwrap_or((Style::Plain, String::new())),
                plain(&case.business_type_name),
                (Style::Plain, times.relative(case.create_time.as_ref())),
            ];
            if self.sla {
                cells.extend([time(ticket.age_seconds), time(ticket.first_response_seconds)]);
            }
            if !self.profiles.is_empty() {
                cells.push(plain(&ticket.profile));
            }
            cells.push(plain(&case.simple_description));
            table.row(cells);
        }
        table
    }
}

/// Remembers the tickets for completion.
fn remember(rows: &[Row]) {
    let text = |text: &'_ Option<String>| text.clone().unwrap_or_default();
    let known: Vec<(String, String)> =
        rows.iter().map(|row| (text(&row.ticket.id), text(&row.ticket.description))).collect();
    cache::remember(known.iter().map(|(id, about)| (id.as_str(), about.as_str())));
}
