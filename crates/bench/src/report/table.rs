//! Tables of figures, as aligned text and as Markdown.

use serde::{Deserialize, Serialize};

use super::budget::{count, number};

/// The figures of several candidates in one situation.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Table {
    /// The situation.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The candidates.
    pub rows: Vec<Row>,
    /// Notes for the reader.
    pub notes: Vec<String>,
}

/// The meaning of a column's figures.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Column {
    /// The measured quantity.
    pub name: String,
    /// The unit.
    pub unit: String,
}

/// The figures of one candidate.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Row {
    /// The candidate.
    pub name: String,
    /// One figure per column, or `None` if it does not apply.
    pub figures: Vec<Option<f64>>,
}

impl Table {
    /// Creates an empty table. Columns are pairs of name and unit.
    #[must_use]
    pub fn new(title: impl Into<String>, columns: &[(&str, &str)]) -> Self {
        let column = |&(name, unit): &(&str, &str)| Column { name: name.to_owned(), unit: unit.to_owned() };
        let columns = columns.iter().map(column).collect();
        Self { title: title.into(), columns, rows: Vec::new(), notes: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, name: impl Into<String>, figures: impl IntoIterator<Item = Option<f64>>) {
        self.rows.push(Row { name: name.into(), figures: figures.into_iter().collect() });
    }

    /// Adds a note.
    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Formats the table as text for a terminal.
    #[must_use]
    pub fn text(&self) -> String {
        let cells = self.cells();
        let widths: Vec<usize> = (0..=self.columns.len())
            .map(|index| cells.iter().map(|row| row[index].chars().count()).max().unwrap_or_default())
            .collect();
        let mut text = format!("{}\n", self.title);
        for row in &cells {
            let name = format!("  {:<width$}", row[0], width = widths[0]);
            let figures = row[1..].iter().zip(&widths[1..]).map(|(cell, width)| format!("   {cell:>width$}"));
            let line = name + &figures.collect::<String>();
            text.push_str(line.trim_end());
            text.push('\n');
        }
        for note in &self.notes {
            text.push_str(&format!("  {note}\n"));
        }
        text
    }

    /// Formats the table as Markdown, under a heading of the third level.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = format!("### {}\n\n", self.title);
        for (index, row) in self.cells().iter().enumerate() {
            text.push_str(&format!("| {} |\n", row.join(" | ")));
            if index == 0 {
                text.push_str(&format!("| --- |{}\n", " ---: |".repeat(self.columns.len())));
            }
        }
        for note in &self.notes {
            text.push_str(&format!("\n{note}\n"));
        }
        text
    }

    /// Returns the header and the rows as text.
    fn cells(&self) -> Vec<Vec<String>> {
        let head = self.columns.iter().map(|column| match column.unit.as_str() {
            "" => column.name.clone(),
            unit => format!("{}, {unit}", column.name),
        });
        let mut cells = vec![std::iter::once(String::new()).chain(head).collect()];
        let writers: Vec<fn(f64) -> String> = (0..self.columns.len()).map(|index| self.writer(index)).collect();
        for row in &self.rows {
            let figures = row.figures.iter().zip(&writers);
            let figures = figures.map(|(figure, writer)| figure.map_or_else(|| "-".to_owned(), writer));
            cells.push(std::iter::once(row.name.clone()).chain(figures).collect());
        }
        cells
    }

    /// Returns the number format of a column. A column of whole numbers contains counts.
    fn writer(&self, index: usize) -> fn(f64) -> String {
        let mut figures = self.rows.iter().filter_map(|row| row.figures.get(index).copied().flatten());
        if figures.all(|figure| figure.fract() == 0.0) { count } else { number }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new("a call", &[("CPU", "us"), ("ratio", "")]);
        table.row("hwc", [Some(54.32), Some(1.04)]);
        table.row("by hand", [Some(1052.2), None]);
        table.note("On a rainy day.");
        table
    }

    #[test]
    fn text_is_aligned() {
        let expected = "a call\n            CPU, us   ratio\n  hwc          54.3   1.040\n  by hand     1,052       -\n  On a rainy day.\n";
        assert_eq!(table().text(), expected);
    }

    #[test]
    fn markdown_has_a_heading() {
        let expected = "### a call\n\n|  | CPU, us | ratio |\n| --- | ---: | ---: |\n| hwc | 54.3 | 1.040 |\n| by hand | 1,052 | - |\n\nOn a rainy day.\n";
        assert_eq!(table().markdown(), expected);
    }

    #[test]
    fn counts_have_no_digits_behind_the_point() {
        let mut table = Table::new("trees", &[("crates", ""), ("ratio", "")]);
        table.row("by hand", [Some(98.0), Some(1.0)]);
        table.row("other", [Some(1024.0), Some(1.5)]);
        let lines: Vec<String> = table.markdown().lines().skip(4).map(str::to_owned).collect();
        assert_eq!(lines, ["| by hand | 98 | 1.000 |", "| other | 1,024 | 1.500 |"]);
    }
}
