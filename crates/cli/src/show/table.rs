//! Tables: a line for each thing, cut off at the right edge of a terminal and whole elsewhere.

use comfy_table::presets::NOTHING;
use comfy_table::{ColumnConstraint, ContentArrangement, Row, Table as Grid, Width};

use super::colour::Tone;
use super::text::line;

/// A narrower terminal breaks the lines itself.
const LAST: ColumnConstraint = ColumnConstraint::LowerBoundary(Width::Fixed(12));

/// The end of a colour.
const RESET: &str = "\x1b[0m";

/// A table that is being put together.
pub(crate) struct Table {
    grid: Grid,
    columns: usize,
}

impl Table {
    /// A table with these headings.
    pub(crate) fn new(headings: &[&str]) -> Self {
        let mut grid = Grid::new();
        grid.load_preset(NOTHING).enforce_styling().set_truncation_indicator("…");
        let mut header = Row::from(headings.iter().map(|heading| Tone::Faint.cell(heading)).collect::<Vec<_>>());
        header.max_height(1);
        grid.set_header(header);
        Self { grid, columns: headings.len() }
    }

    /// Adds a line.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = (Tone, String)>) {
        let mut row = Row::from(cells.into_iter().map(|(tone, text)| tone.cell(&line(&text))).collect::<Vec<_>>());
        row.max_height(1);
        self.grid.add_row(row);
    }

    /// The table as text, `width` wide at most. What does not fit is cut off the last column.
    pub(crate) fn text(mut self, width: Option<u16>) -> String {
        let last = self.columns.saturating_sub(1);
        for (index, column) in self.grid.column_iter_mut().enumerate() {
            column.set_padding((0, if index == last { 0 } else { 2 }));
            match index == last {
                // Nothing is wrapped here, so it is cut off anywhere.
                true => column.set_delimiter('\0').set_constraint(LAST),
                false => column.set_constraint(ColumnConstraint::ContentWidth),
            };
        }
        match width {
            Some(width) => self.grid.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
            None => self.grid.set_content_arrangement(ContentArrangement::Disabled),
        };
        self.grid.lines().map(|line| format!("{}\n", trimmed(&line))).collect()
    }
}

/// A line without blanks at its end, where they may stand before the end of a colour.
fn trimmed(line: &str) -> String {
    let (text, end) = line.trim_end().strip_suffix(RESET).map_or((line, ""), |text| (text, RESET));
    format!("{}{end}", text.trim_end())
}

/// How wide the terminal is at which results are printed.
pub(super) fn screen_width() -> Option<u16> {
    Grid::new().width()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(width: Option<u16>) -> String {
        let mut table = Table::new(&["ID", "STATUS", "WHAT"]);
        let row = |id: &str, what: &str| [id, "queued", what].map(|text| (Tone::Plain, text.to_owned()));
        table.row(row("case-1", "The disk\nof the server is slow."));
        table.row(row("case-1000", "慢"));
        anstream::adapter::strip_str(&table.text(width)).to_string()
    }

    #[test]
    fn lines_are_whole_unless_the_terminal_is_narrow() {
        insta::assert_snapshot!(table(None), @r"
        ID         STATUS  WHAT
        case-1     queued  The disk of the server is slow.
        case-1000  queued  慢
        ");
        insta::assert_snapshot!(table(Some(34)), @r"
        ID         STATUS  WHAT
        case-1     queued  The disk of th…
        case-1000  queued  慢
        ");
        insta::assert_snapshot!(table(Some(10)), @r"
        ID         STATUS  WHAT
        case-1     queued  The disk of…
        case-1000  queued  慢
        ");
    }
}
