//! Tickets as CSV.

use hwc_api::Timestamp;
use hwc_api::osm::{CaseId, CaseInfo};
use hwc_api::tickets::TicketRecord;

use crate::error::CliError;
use crate::ui::csv;
use crate::ui::text::enum_label;

/// The columns.
const HEADINGS: [&str; 13] = [
    "id",
    "status",
    "opened",
    "product",
    "problem",
    "type",
    "region",
    "severity",
    "description",
    "user",
    "labels",
    "messages",
    "comment",
];

/// Returns the header line.
pub(super) fn headings() -> Result<String, CliError> {
    csv::lines([HEADINGS.map(str::to_owned).as_slice()])
}

/// Formats a ticket as one line. Of the messages, only the number is included.
pub(super) fn row(record: &TicketRecord) -> Result<String, CliError> {
    let (case, detail) = (&record.case, record.detail.as_ref());
    let cells: [String; HEADINGS.len()] = [
        text(case.incident_id.as_ref().map(CaseId::as_str)),
        case.status.map(|state| enum_label(&state)).unwrap_or_default(),
        text(case.create_time.as_ref().map(Timestamp::as_str)),
        text(case.product_category_name.as_deref()),
        text(case.business_type_name.as_deref()),
        text(case.incident_type_name.as_deref()),
        text(case.dc_name.as_deref()),
        text(detail.and_then(|detail| detail.severity_name.as_deref())),
        text(case.simple_description.as_deref()),
        text(case.xcustomer_name.as_deref()),
        labels(case),
        record.messages().len().to_string(),
        text(detail.and_then(|detail| detail.judgement.as_deref())),
    ];
    csv::lines([cells.as_slice()])
}

fn text(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

fn labels(case: &CaseInfo) -> String {
    case.label_list.iter().filter_map(|label| label.name.as_deref()).collect::<Vec<_>>().join(";")
}
