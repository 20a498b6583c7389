//! Tables of access grants, with colored states.

use hwc_api::osm::{Authorization, CaseId};

use crate::commands::ticket::context::TimeFormatter;
use crate::commands::ticket::style::grant_style;
use crate::ui::style::Style;
use crate::ui::table::Table;
use crate::ui::text::enum_label;

/// Formats grants as a table, one per row.
pub(super) fn grant_table(times: &TimeFormatter, grants: &[Authorization]) -> Table {
    let mut table = Table::new(&["ID", "STATUS", "TICKET", "REQUESTED", "ENDS", "DESCRIPTION"]);
    for grant in grants {
        let text = |text: Option<&str>| (Style::Plain, text.unwrap_or_default().to_owned());
        let description = grant.auth_describe.as_deref().or(grant.resource_type_name.as_deref());
        table.row([
            (Style::Title, grant.id.as_ref().map(ToString::to_string).unwrap_or_default()),
            grant.status.map_or((Style::Plain, String::new()), |state| (grant_style(state), enum_label(&state))),
            text(grant.incident_id.as_ref().map(CaseId::as_str)),
            (Style::Plain, times.relative(grant.create_time.as_ref())),
            (Style::Plain, times.relative(grant.auth_expire_time.as_ref())),
            text(description),
        ]);
    }
    table
}
