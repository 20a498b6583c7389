//! What was found: tables, and figures beside their budgets, told as text and kept as JSON. The JSON has the shape of the
//! reports of `crates/bench`, which writes `docs/performance.md` from both; a sample that both crates test holds them together.

use serde::Serialize;

use super::machine::{self, Machine};
use crate::say;

/// All that was found.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) command: String,
    pub(super) date: String,
    pub(super) machine: Machine,
    pub(super) load: Option<f64>,
    pub(super) quick: bool,
    pub(super) seconds: f64,
    pub(super) tables: Vec<Table>,
    pub(super) budgets: Vec<Budget>,
    pub(super) skipped: Vec<String>,
}

/// Figures of several contenders.
#[derive(Debug, Serialize)]
pub(super) struct Table {
    title: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Column {
    name: &'static str,
    unit: &'static str,
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    figures: Vec<Option<f64>>,
}

/// A figure and the most that it may be.
#[derive(Debug, Serialize)]
pub(super) struct Budget {
    what: String,
    figure: f64,
    limit: Limit,
    unit: &'static str,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Limit {
    AtMost(f64),
}

impl Report {
    /// A report without figures, of today and of this machine. `words` are those after the name of the task.
    pub(super) fn new(words: &[&str], quick: bool) -> Self {
        Self {
            name: "buildcost",
            about: "what hwc costs those who compile it",
            command: ["cargo xtask buildcost"].iter().chain(words).copied().collect::<Vec<_>>().join(" "),
            date: machine::today(),
            machine: Machine::this(),
            load: machine::load(),
            quick,
            seconds: 0.0,
            tables: Vec::new(),
            budgets: Vec::new(),
            skipped: Vec::new(),
        }
    }

    /// Tells a table and keeps it.
    pub(super) fn table(&mut self, table: Table) {
        say(&format!("\n{}", table.text()));
        self.tables.push(table);
    }

    /// Tells why something is not measured.
    pub(super) fn skip(&mut self, reason: String) {
        say(&format!("\nNot measured: {reason}."));
        self.skipped.push(reason);
    }

    /// Keeps a figure that may be `most` and no more.
    pub(super) fn at_most(&mut self, most: f64, unit: &'static str, what: &str, figure: f64) {
        self.budgets.push(Budget { what: what.to_owned(), figure, limit: Limit::AtMost(most), unit });
    }

    /// The figures that have a budget, a line each.
    pub(super) fn verdicts(&self) -> String {
        self.budgets.iter().map(Budget::line).collect()
    }
}

impl Budget {
    fn line(&self) -> String {
        let Limit::AtMost(most) = self.limit;
        let verdict = if self.figure <= most { "met" } else { "missed" };
        let figure = format!("{} {}", number(self.figure), self.unit);
        format!("{:<72}{figure:>12}   at most {most} {}, {verdict}\n", self.what, self.unit)
    }
}

impl Table {
    /// A table without rows. Columns are pairs of name and unit.
    pub(super) fn new(title: impl Into<String>, columns: &[(&'static str, &'static str)]) -> Self {
        let columns = columns.iter().map(|&(name, unit)| Column { name, unit }).collect();
        Self { title: title.into(), columns, rows: Vec::new(), notes: Vec::new() }
    }

    /// Adds a row, with a figure for each column.
    pub(super) fn row(&mut self, name: impl Into<String>, figures: impl IntoIterator<Item = Option<f64>>) {
        self.rows.push(Row { name: name.into(), figures: figures.into_iter().collect() });
    }

    /// Adds a remark.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    fn text(&self) -> String {
        let name = |row: &Row| row.name.chars().count();
        let width = self.rows.iter().map(name).max().unwrap_or_default();
        let heads: Vec<String> = self.columns.iter().map(|column| format!("   {:>7}", column.head())).collect();
        let mut text = format!("{}\n  {:width$}{}\n", self.title, "", heads.concat());
        for row in &self.rows {
            let cells = row.figures.iter().map(|figure| figure.map_or_else(|| "-".to_owned(), number));
            let cells = cells.zip(&heads).map(|(cell, head)| format!("{cell:>width$}", width = head.chars().count()));
            text.push_str(&format!("  {:width$}{}\n", row.name, cells.collect::<String>()));
        }
        text.extend(self.notes.iter().map(|note| format!("  {note}\n")));
        text
    }
}

impl Column {
    fn head(&self) -> String {
        if self.unit.is_empty() { self.name.to_owned() } else { format!("{}, {}", self.name, self.unit) }
    }
}

/// As many digits as say something; none behind the point of a whole number.
fn number(figure: f64) -> String {
    match figure.abs() {
        _ if figure.fract() == 0.0 => format!("{figure:.0}"),
        size if size < 10.0 => format!("{figure:.3}"),
        _ => format!("{figure:.1}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Report {
        let mut table = Table::new("clean release build", &[("time", "s"), ("ratio", ""), ("crates", "")]);
        table.row("by hand", [Some(41.5), Some(1.0), Some(98.0)]);
        table.row("not built", [None, Some(1.25), None]);
        table.note("On a rainy day.");
        let mut report = Report {
            command: "cargo xtask buildcost".to_owned(),
            date: "02 Jan 2026".to_owned(),
            machine: Machine {
                processor: "one".to_owned(),
                cores: 2,
                system: "linux x86_64".to_owned(),
                compiler: "rustc 1.95.0".to_owned(),
            },
            load: Some(0.5),
            seconds: 590.5,
            tables: vec![table],
            ..Report::new(&[], false)
        };
        report.at_most(1.4, "x", "clean release build", 1.25);
        report.at_most(12.0, "ms", "check", 12.5);
        report.skipped.push("peers".to_owned());
        report
    }

    #[test]
    fn the_json_is_what_the_benchmarks_read() {
        let json = serde_json::to_string_pretty(&sample()).unwrap();
        assert_eq!(format!("{json}\n"), include_str!("../../../crates/bench/tests/buildcost.json"));
    }

    #[test]
    fn tables_and_verdicts_are_aligned() {
        insta::assert_snapshot!(format!("{}\n{}", sample().tables[0].text(), sample().verdicts()), @r"
        clean release build
                      time, s     ratio    crates
          by hand        41.5         1        98
          not built         -     1.250         -
          On a rainy day.

        clean release build                                                          1.250 x   at most 1.4 x, met
        check                                                                        12.5 ms   at most 12 ms, missed
        ");
    }

    #[test]
    fn the_command_is_told_as_it_was_given() {
        assert_eq!(Report::new(&["--peers"], false).command, "cargo xtask buildcost --peers");
    }
}
