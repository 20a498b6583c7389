//! The results of a benchmark: tables, and figures with budgets. They are printed as text and stored as JSON.

mod budget;
mod machine;
mod table;

use serde::{Deserialize, Serialize};

pub use budget::{Budget, Limit};
pub use machine::Machine;
pub use table::{Column, Row, Table};

use crate::print_text;

/// The results of one benchmark.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Report {
    /// The name of the benchmark.
    pub name: String,
    /// The subject of the measurement.
    pub about: String,
    /// The command that repeats the measurement.
    pub command: String,
    /// The date, such as `02 Jan 2026`.
    pub date: String,
    /// The machine of the measurement.
    pub machine: Machine,
    /// The load average of a minute at the start. A value of more than a few means that other processes were running and
    /// the figures should be measured again.
    #[serde(default)]
    pub load: Option<f64>,
    /// True if the run was too short for meaningful figures.
    pub quick: bool,
    /// The duration in seconds.
    pub seconds: f64,
    /// The figures.
    pub tables: Vec<Table>,
    /// The figures that have a budget.
    pub budgets: Vec<Budget>,
    /// The reasons for skipped measurements.
    pub skipped: Vec<String>,
}

impl Report {
    /// Creates an empty report with the current date and machine.
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

    /// Prints and stores a table.
    pub fn table(&mut self, table: Table) {
        print_text(&format!("{}\n", table.text()));
        self.tables.push(table);
    }

    /// Prints and stores the reason for a skipped measurement.
    pub fn skip(&mut self, reason: &str) {
        print_text(&format!("Not measured: {reason}.\n"));
        self.skipped.push(reason.to_owned());
    }

    /// Stores a figure that has a budget.
    pub fn budget(&mut self, what: &str, figure: f64, limit: Limit, unit: &str) {
        self.budgets.push(Budget { what: what.to_owned(), figure, limit, unit: unit.to_owned() });
    }
}
