//! Access grants in a table, and where they stand in colours.

use hwc_api::osm::{Authorization, AuthorizationStatus, CaseId};

use super::desk::Desk;
use crate::show::colour::Tone;
use crate::show::table::Table;
use crate::show::text::word;

/// What a state means to the customer.
pub(super) fn tone(state: AuthorizationStatus) -> Tone {
    match state {
        AuthorizationStatus::Waiting => Tone::Asks,
        AuthorizationStatus::Granted => Tone::Good,
        AuthorizationStatus::InApproval => Tone::Busy,
        AuthorizationStatus::Initial => Tone::Plain,
        _ => Tone::Faint,
    }
}

/// A line for each grant.
pub(super) fn of(desk: &Desk, grants: &[Authorization]) -> Table {
    let mut table = Table::new(&["ID", "STATUS", "TICKET", "ASKED", "ENDS", "WHAT"]);
    for grant in grants {
        let text = |text: Option<&str>| (Tone::Plain, text.unwrap_or_default().to_owned());
        let what = grant.auth_describe.as_deref().or(grant.resource_type_name.as_deref());
        table.row([
            (Tone::Title, grant.id.as_ref().map(ToString::to_string).unwrap_or_default()),
            grant.status.map_or((Tone::Plain, String::new()), |state| (tone(state), word(&state))),
            text(grant.incident_id.as_ref().map(CaseId::as_str)),
            (Tone::Plain, desk.ago(grant.create_time.as_ref())),
            (Tone::Plain, desk.ago(grant.auth_expire_time.as_ref())),
            text(what),
        ]);
    }
    table
}
