//! Tables of access grants, with colored states.

use hwc_api::osm::{Authorization, AuthorizationStatus, CaseId};

use super::desk::Desk;
use crate::show::colour::Tone;
use crate::show::table::Table;
use crate::show::text::word;

/// Returns the color for a state.
pub(super) fn tone(state: AuthorizationStatus) -> Tone {
    match state {
        AuthorizationStatus::Waiting => Tone::Asks,
        AuthorizationStatus::Granted => Tone::Good,
        AuthorizationStatus::InApproval => Tone::Busy,
        AuthorizationStatus::Initial => Tone::Plain,
        _ => Tone::Faint,
    }
}

/// Formats grants as a table, one per row.
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
