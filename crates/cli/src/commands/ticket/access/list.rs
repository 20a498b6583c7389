//! `hwc ticket access list`.

use clap::Args;
use hwc_api::osm::{AuthorizationStatus, ListAuthorizations};
use hwc_api::wire::open_enum::IntEnum;

use crate::failure::Failure;
use crate::names::kebab;
use crate::ticket::desk::Desk;
use crate::ticket::grant_table;

/// Arguments of `hwc ticket access list`.
#[derive(Debug, Args)]
pub(super) struct List {
    /// Filter by ticket ID
    #[arg(long, value_name = "ID")]
    ticket: Option<String>,
    /// Filter by state, such as waiting or granted
    #[arg(long, value_name = "STATE", value_parser = state)]
    status: Option<AuthorizationStatus>,
}

impl List {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let mut which = ListAuthorizations::new().limit(100_u32);
        which.incident_id = self.ticket.map(Into::into);
        which.status = self.status;
        let mut found = desk.tickets.authorizations().list(which);
        let mut grants = Vec::new();
        while let Some(grant) = found.try_next().await? {
            grants.push(grant);
        }
        if desk.json() {
            return desk.screen.document(&grants);
        }
        if grants.is_empty() {
            desk.screen.note("nobody has asked for access");
            return Ok(());
        }
        let text = grant_table::of(desk, &grants).text(desk.screen.width);
        desk.screen.text(&text)
    }
}

fn state(text: &str) -> Result<AuthorizationStatus, String> {
    let word = |state: &AuthorizationStatus| kebab(&format!("{state:?}"));
    let named = AuthorizationStatus::KNOWN.iter().find(|(_, state)| word(state) == kebab(text));
    let state = named.map(|(_, state)| *state).or_else(|| text.parse::<i64>().ok().map(AuthorizationStatus::from));
    let names = || AuthorizationStatus::KNOWN.iter().map(|(_, state)| word(state)).collect::<Vec<_>>().join(", ");
    state.ok_or_else(|| format!("expected one of {}", names()))
}
