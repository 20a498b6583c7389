//! `hwc ticket access list`.

use clap::Args;
use hwc_api::osm::{AuthorizationStatus, ListAuthorizations};

use super::table::grant_table;
use crate::args::output::OutArgs;
use crate::args::status::parse_state;
use crate::commands::ticket::context::TicketContext;
use crate::commands::ticket::view::AccessGrant;
use crate::error::CliError;

/// Arguments of `hwc ticket access list`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket access list")]
pub(super) struct ListArgs {
    /// Filter by ticket ID
    #[arg(long, value_name = "ID")]
    ticket: Option<String>,
    /// Filter by state, such as waiting or granted
    #[arg(long, value_name = "STATE", value_parser = parse_grant_state)]
    status: Option<AuthorizationStatus>,
    #[command(flatten)]
    pub(super) out: OutArgs,
}

impl ListArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let mut filter = ListAuthorizations::new().limit(100_u32);
        filter.incident_id = self.ticket.map(Into::into);
        filter.status = self.status;
        let mut items = context.tickets.authorizations().list(filter);
        let mut grants = Vec::new();
        while let Some(grant) = items.try_next().await? {
            grants.push(grant);
        }
        let times = &context.times;
        let converter = context.converter();
        let views: Vec<AccessGrant> = grants.iter().map(|grant| converter.access(grant)).collect();
        context.ui.list(&views, "no access requests", |_| grant_table(times, &grants))
    }
}

fn parse_grant_state(text: &str) -> Result<AuthorizationStatus, String> {
    parse_state(text).map_err(|names| format!("expected one of {names}"))
}
