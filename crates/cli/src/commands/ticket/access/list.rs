//! `hwc ticket access list`.

use clap::Args;
use hwc_api::osm::{AuthorizationStatus, ListAuthorizations};
use hwc_api::wire::value::open_enum::IntEnum;

use super::table::grant_table;
use crate::args::output::OutArgs;
use crate::case::kebab;
use crate::commands::ticket::context::TicketContext;
use crate::error::CliError;

/// Arguments of `hwc ticket access list`.
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// Filter by ticket ID
    #[arg(long, value_name = "ID")]
    ticket: Option<String>,
    /// Filter by state, such as waiting or granted
    #[arg(long, value_name = "STATE", value_parser = parse_state)]
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
        context.ui.list(&grants, "no access requests", |_| grant_table(times, &grants))
    }
}

fn parse_state(text: &str) -> Result<AuthorizationStatus, String> {
    let name = |state: &AuthorizationStatus| kebab(&format!("{state:?}"));
    let named = AuthorizationStatus::KNOWN.iter().find(|(_, state)| name(state) == kebab(text));
    let state = named.map(|(_, state)| *state).or_else(|| text.parse::<i64>().ok().map(AuthorizationStatus::from));
    let names = || AuthorizationStatus::KNOWN.iter().map(|(_, state)| name(state)).collect::<Vec<_>>().join(", ");
    state.ok_or_else(|| format!("expected one of {}", names()))
}
