//! Tables with one line per row, truncated at the right edge of a terminal and complete elsewhere. At a terminal that is
//! too narrow for the columns, each row is a record: a line for each cell, with its heading.

use console::{measure_text_width, truncate_str};

use super::hyperlink::link;
use super::style::Style;
use super::text::{fill, sanitize_line};

/// The minimum width of the last column. A narrower terminal gets records.
const MIN_LAST_COLUMN: usize = 12;

/// The number of spaces between two columns.
const GAP: usize = 2;

/// A table under construction.
pub(crate) struct Table {
    headings: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// A cell: one line of text.
struct Cell {
    style: Style,
    text: String,
    url: Option<String>,
}

impl Table {
    /// Creates a table with these headings.
    pub(crate) fn new(headings: &[&str]) -> Self {
        Self { headings: headings.iter().map(|heading| sanitize_line(heading)).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = (Style, String)>) {
        let cell = |(style, text): (Style, String)| Cell { style, text: sanitize_line(&text), url: None };
        self.rows.push(cells.into_iter().map(cell).collect());
    }

    /// Adds a link to a cell of the last row.
    pub(crate) fn link(&mut self, column: usize, url: String) {
        if let Some(cell) = self.rows.last_mut().and_then(|row| row.get_mut(column)) {
            cell.url = Some(url);
        }
    }

    /// Returns the table as text, at most `width` wide. The last column is truncated to fit.
    pub(crate) fn text(&self, width: Option<u16>) -> String {
        let widths = self.widths();
        let before: usize = widths.iter().map(|width| width + GAP).sum();
        let left = width.map(|width| usize::from(width).saturating_sub(before));
        match width {
            Some(width) if left.is_some_and(|left| left < self.last_width().min(MIN_LAST_COLUMN)) => {
                self.records(usize::from(width))
            }
            _ => self.lines(&widths, left),
        }
    }

    /// Returns a line for the headings and for each row.
    fn lines(&self, widths: &[usize], left: Option<usize>) -> String {
        let heading = |text: &String| Cell { style: Style::Faint, text: text.clone(), url: None };
        let headings: Vec<Cell> = self.headings.iter().map(heading).collect();
        let rows = std::iter::once(&headings).chain(&self.rows);
        rows.map(|row| format!("{}\n", line(row, widths, left))).collect()
    }

    /// Returns a paragraph for each row. Empty cells are omitted, and long ones are wrapped.
    fn records(&self, width: usize) -> String {
        let names = self.headings.iter().map(|heading| measure_text_width(heading)).max().unwrap_or(0) + GAP;
        let record = |row: &Vec<Cell>| {
            let cells = self.headings.iter().zip(row).filter(|(_, cell)| !cell.text.is_empty());
            cells.map(|(heading, cell)| cell.lines(heading, names, width)).collect::<String>()
        };
        self.rows.iter().map(record).collect::<Vec<_>>().join("\n")
    }

    /// Returns the widths of all columns except the last one.
    fn widths(&self) -> Vec<usize> {
        (0..self.headings.len().saturating_sub(1)).map(|column| self.width(column)).collect()
    }

    fn last_width(&self) -> usize {
        self.width(self.headings.len().saturating_sub(1))
    }

    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.get(column)).map(|cell| &cell.text);
        let texts = self.headings.get(column).into_iter().chain(cells);
        texts.map(|text| measure_text_width(text)).max().unwrap_or(0)
    }
}

impl Cell {
    /// Returns the text with its color and link. An empty text stays empty, so that spaces at the end of a row can be
    /// trimmed.
    fn paint(&self, text: &str) -> String {
        let linked = self.url.as_ref().map_or_else(|| text.to_owned(), |url| link(text, url));
        if text.is_empty() { String::new() } else { self.style.paint(linked) }
    }

    /// Returns the lines of a record: the heading with the first part of the text, and the other parts below it.
    fn lines(&self, heading: &str, names: usize, width: usize) -> String {
        let room = width.saturating_sub(names).max(MIN_LAST_COLUMN);
        let mut name = heading.to_owned();
        let mut lines = String::new();
        for part in fill(&self.text, room).lines() {
            let blanks = " ".repeat(names.saturating_sub(measure_text_width(&name)));
            lines.push_str(&format!("{}{blanks}{}\n", Style::Faint.paint(&name), self.paint(part)));
            name.clear();
        }
        lines
    }
}

/// Pads every cell except the last one, which is truncated after `left` columns.
fn line(row: &[Cell], widths: &[usize], left: Option<usize>) -> String {
    let mut text = String::new();
    for (cell, width) in row.iter().zip(widths) {
        let blanks = width.saturating_sub(measure_text_width(&cell.text)) + GAP;
        text.extend([cell.paint(&cell.text), " ".repeat(blanks)]);
    }
    if let Some(last) = row.get(widths.len()) {
        let shown = left.map_or_else(|| last.text.as_str().into(), |left| truncate_str(&last.text, left, "…"));
        text.push_str(&last.paint(&shown));
    }
    text.trim_end().to_owned()
}

/// Returns the width of the terminal at which results are printed.
pub(crate) fn terminal_width() -> Option<u16> {
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
    }

    #[test]
    fn rows_are_records_if_the_columns_do_not_fit() {
        insta::assert_snapshot!(table(Some(28)), @r"
        ID      case-1
        STATUS  queued
        TEXT    The disk of the
                server is slow.

        ID      case-1000
        STATUS  queued
        TEXT    慢
        ");
        for line in table(Some(28)).lines() {
            assert!(measure_text_width(line) <= 28, "{line}");
        }
    }

    #[test]
    fn a_short_last_column_needs_little_room() {
        let mut table = Table::new(&["NAME", "OK"]);
        table.row([(Style::Plain, "one".to_owned()), (Style::Good, "yes".to_owned())]);
        assert_eq!(anstream::adapter::strip_str(&table.text(Some(9))).to_string(), "NAME  OK\none   yes\n");
    }
}
