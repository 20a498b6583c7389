//! The root module and public items of `hwc-bench`. The README is the front page of the crate.
#![doc = include_str!("../README.md")]

pub mod benchmarks;
pub mod buildcost;
pub mod by_hand;
pub mod data;
mod docs;
pub mod harness;
pub mod helper;
pub mod instructions;
mod options;
pub mod report;
mod run;
pub mod server;

pub use docs::{COMPARISON, JSON_PAGE, PAGE, comparison, page, write_pages};
pub use options::{Options, Programs};
pub use run::run;

/// The result of benchmark code. An error ends the benchmark.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Returns the root of the repository.
#[must_use]
pub(crate) fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Prints a line immediately.
#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
pub(crate) fn print_text(line: &str) {
    println!("{line}");
}
