//! The repository tasks behind `cargo xtask <task>`. This is a library so that the loader of the spec can be fuzzed.

mod api;
mod ci;
mod dist;
mod draft;
mod drift;
mod dynamic;
mod emit;
mod examples;
mod files;
mod fixtures;
mod r#gen;
mod lower;
mod metadata;
mod model;
mod openapi;
mod reserved;
mod root;
mod scale;
mod schemas;
mod spec;
mod suggest;
mod tasks;
#[cfg(test)]
mod tests;
mod tidy;

use std::io::Write;
use std::process::ExitCode;

pub use files::paths as repository_files;
pub use fixtures::{load_fixtures, try_spec};
pub use r#gen::{generate_models, services};
pub use scale::generate_scaled;

/// Runs the task that the command line names, and prints the result.
#[must_use]
pub fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match tasks::run(&words) {
        Ok(text) => {
            print_text(&text);
            ExitCode::SUCCESS
        }
        Err(text) => {
            print_error(&text);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the duration of a task is printed, not tested")]
fn stopwatch() -> impl Fn() -> std::time::Duration {
    let start = std::time::Instant::now();
    move || start.elapsed()
}

pub(crate) fn print_text(text: &str) {
    // A reader that stops early, such as `head`, is not an error.
    _ = writeln!(std::io::stdout(), "{}", text.trim_end());
}

#[expect(clippy::print_stderr, reason = "this is a command")]
pub(crate) fn print_error(text: &str) {
    eprintln!("{}", text.trim_end());
}
