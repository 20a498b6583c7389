//! Tickets as CSV for spreadsheets (RFC 4180).

use hwc_api::Timestamp;
use hwc_api::osm::{CaseId, CaseInfo};
use hwc_api::tickets::TicketRecord;

use crate::show::text::word;

/// The header line.
pub(super) const HEADINGS: &str =
    "id,status,opened,product,problem,type,region,severity,description,user,labels,messages,comment\r\n";

/// Formats a ticket as one line. Of the messages, only the number is included.
pub(super) fn row(record: &TicketRecord) -> String {
    let (case, detail) = (&record.case, record.detail.as_ref());
    let cells = [
        text(case.incident_id.as_ref().map(CaseId::as_str)),
        case.status.map(|state| word(&state)).unwrap_or_default(),
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
    format!("{}\r\n", cells.map(|cell| quoted(&cell)).join(","))
}

fn text(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

fn labels(case: &CaseInfo) -> String {
    case.label_list.iter().filter_map(|label| label.name.as_deref()).collect::<Vec<_>>().join(";")
}

/// Quotes a cell. Spreadsheets evaluate text that begins like a formula, and other people wrote this text. A leading
/// apostrophe marks it as text.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    let plain = !cell.contains(['"', ',', '\r', '\n']);
    if plain { cell } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(
            ["", "a b", "a,b", "a\nb", "\"a\""].map(quoted),
            ["", "a b", "\"a,b\"", "\"a\nb\"", "\"\"\"a\"\"\""]
        );
        assert_eq!(
            ["=1+1", "+1", "-1", "@a", "\ta", "\ra", "=a,b", "a=b", "'a"].map(quoted),
            ["'=1+1", "'+1", "'-1", "'@a", "'\ta", "\"'\ra\"", "\"'=a,b\"", "a=b", "'a"]
        );
        assert_eq!(HEADINGS.matches(',').count(), 12);
    }
}
