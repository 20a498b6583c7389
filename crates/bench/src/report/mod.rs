//! What a benchmark found: tables, and figures beside their budgets. It is told as text and kept as JSON.

mod budget;
mod machine;
mod table;

use serde::{Deserialize, Serialize};

pub use budget::{Budget, Limit};
pub use machine::Machine;
pub use table::{Column, Row, Table};

use crate::say;

/// What one benchmark found.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Report {
    /// The name of the benchmark.
    pub name: String,
    /// What it measures.
    pub about: String,
    /// The command that measures it again.
    pub command: String,
    /// The day, as in `02 Jan 2026`.
    pub date: String,
    /// What it ran on.
    pub machine: Machine,
    /// How many processes wanted a processor when it began, on average over a minute: more than a few means that others were
    /// at work, and that the figures are to be taken again.
    #[serde(default)]
    pub load: Option<f64>,
    /// Whether the run was too short to mean anything.
    pub quick: bool,
    /// How long it took.
    pub seconds: f64,
    /// The figures.
    pub tables: Vec<Table>,
    /// Figures that have a budget.
    pub budgets: Vec<Budget>,
    /// Why something was not measured.
    pub skipped: Vec<String>,
}

impl Report {
    /// A report without figures, of today and of this machine.
    #[must_use]
    pub fn new(name: &str, about: &str, quick: bool) -> Self {
        Self {
            name: name.to_owned(),
            about: about.to_owned(),
            command: format!("cargo bench -p hwc-bench -- {name}"),
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
    pub fn table(&mut self, table: Table) {
        say(&format!("{}\n", table.text()));
        self.tables.push(table);
    }

    /// Tells why something is not measured.
    pub fn skip(&mut self, reason: &str) {
        say(&format!("Not measured: {reason}.\n"));
        self.skipped.push(reason.to_owned());
    }

    /// Keeps a figure that has a budget.
    pub fn budget(&mut self, what: &str, figure: f64, limit: Limit, unit: &str) {
        self.budgets.push(Budget { what: what.to_owned(), figure, limit, unit: unit.to_owned() });
    }
}
