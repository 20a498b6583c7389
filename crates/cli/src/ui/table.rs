//! Tables with one line per row, truncated at the right edge of a terminal and complete elsewhere.

use console::{measure_text_width, truncate_str};

use super::style::Style;
use super::text::sanitize_line;

/// The minimum width of the last column. A narrower terminal wraps the lines itself.
const MIN_LAST_COLUMN: usize = 12;

/// The number of spaces between two columns.
const GAP: usize = 2;

/// A table under construction. The first row holds the headings.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Creates a table with these headings.
    pub(crate) fn new(headings: &[&str]) -> Self {
        Self { rows: vec![headings.iter().map(|heading| Style::Faint.paint(heading)).collect()] }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = (Style, String)>) {
        self.rows.push(cells.into_iter().map(|(tone, text)| cell(tone, &sanitize_line(&text))).collect());
    }

    /// Returns the table as text, at most `width` wide. The last column is truncated to fit.
    pub(crate) fn text(self, width: Option<u16>) -> String {
        let widths = self.widths();
        let before: usize = widths.iter().map(|width| width + GAP).sum();
        let left = width.map(|width| usize::from(width).saturating_sub(before).max(MIN_LAST_COLUMN));
        self.rows.iter().map(|row| format!("{}\n", row_text(row, &widths, left))).collect()
    }

    /// Returns the widths of all columns except the last one.
    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.first().map_or(0, Vec::len).saturating_sub(1);
        let cells = |column| self.rows.iter().filter_map(move |row| row.get(column));
        (0..columns).map(|column| cells(column).map(|cell| measure_text_width(cell)).max().unwrap_or(0)).collect()
    }
}

/// Colors a text. An empty text stays empty, so that spaces at the end of a row can be trimmed.
fn cell(tone: Style, text: &str) -> String {
    if text.is_empty() { String::new() } else { tone.paint(text) }
}

/// Pads every cell except the last one, which is truncated after `left` columns.
fn row_text(row: &[String], widths: &[usize], left: Option<usize>) -> String {
    let mut text = String::new();
    for (cell, width) in row.iter().zip(widths) {
        let blanks = width.saturating_sub(measure_text_width(cell)) + GAP;
        text.extend([cell, " ".repeat(blanks).as_str()]);
    }
    if let Some(last) = row.get(widths.len()) {
        text.push_str(&left.map_or(last.into(), |left| truncate_str(last, left, "…")));
    }
    text.trim_end().to_owned()
}

/// Returns the width of the terminal at which results are printed.
pub(super) fn terminal_width() -> Option<u16> {
    console::Term::stdout().size_checked().map(|(_, columns)| columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(width: Option<u16>) -> String {
        let mut table = Table::new(&["ID", "STATUS", "TEXT"]);
        let row = |id: &str, what: &str| [id, "queued", what].map(|text| (Style::Plain, text.to_owned()));
        table.row(row("case-1", "The disk\nof the server is slow."));
        table.row(row("case-1000", "慢"));
        anstream::adapter::strip_str(&table.text(width)).to_string()
    }

    #[test]
    fn lines_are_truncated_only_at_a_narrow_terminal() {
        insta::assert_snapshot!(table(None), @r"
        ID         STATUS  TEXT
        case-1     queued  The disk of the server is slow.
        case-1000  queued  慢
        ");
        insta::assert_snapshot!(table(Some(34)), @r"
        ID         STATUS  TEXT
        case-1     queued  The disk of th…
        case-1000  queued  慢
        ");
        insta::assert_snapshot!(table(Some(10)), @r"
        ID         STATUS  TEXT
        case-1     queued  The disk of…
        case-1000  queued  慢
        ");
    }
}
