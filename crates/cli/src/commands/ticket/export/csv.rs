//! Tickets as CSV. The columns have the names of the members in JSON.

use crate::args::global::GlobalArgs;
use crate::commands::ticket::view::Ticket;
use crate::error::CliError;
use crate::ui::csv;
use crate::ui::json_table::Row;

/// The columns, unless `--fields` selects others. Of the messages, only the number is included.
const COLUMNS: [&str; 13] = [
    "id",
    "status",
    "opened_at",
    "product",
    "problem",
    "kind",
    "region",
    "severity",
    "description",
    "user",
    LABELS,
    MESSAGES,
    "comment",
];

/// The column with the names of the labels, separated by semicolons.
const LABELS: &str = "labels";

/// The column with the number of messages.
const MESSAGES: &str = "messages";

/// Returns the header line.
pub(super) fn headings() -> Result<String, CliError> {
    let headings: Vec<String> = columns().into_iter().map(str::to_owned).collect();
    csv::lines([headings.as_slice()])
}

/// Formats a ticket as one line.
pub(super) fn row(ticket: &Ticket) -> Result<String, CliError> {
    let row = Row::new(ticket)?;
    let cell = |column: &str| match column {
        LABELS => ticket.labels.as_deref().unwrap_or_default().join(";"),
        MESSAGES => ticket.messages.as_ref().map_or(0, Vec::len).to_string(),
        path => row.text(path),
    };
    let cells: Vec<String> = columns().into_iter().map(cell).collect();
    csv::lines([cells.as_slice()])
}

fn columns() -> Vec<&'static str> {
    match GlobalArgs::current().fields.as_slice() {
        [] => COLUMNS.to_vec(),
        fields => fields.iter().map(String::as_str).collect(),
    }
}
