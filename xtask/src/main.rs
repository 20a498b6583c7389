//! The workshop: `cargo xtask <task>`. `cargo xtask` alone lists the tasks.

mod dynamic;
mod examples;
mod r#gen;
mod lower;
mod model;
mod print;
mod schemas;
mod signatures;
mod spec;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <task>

  gen [--check]   generate crates/models and the schemas from spec/, or check that they are up to date
  check           check spec/ without generating anything
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(text) => {
            say(&text);
            ExitCode::SUCCESS
        }
        Err(text) => {
            complain(&text);
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<String, String> {
    let root = root();
    match words {
        ["gen"] => r#gen::run(&root, false, &stopwatch()),
        ["gen", "--check"] => r#gen::run(&root, true, &stopwatch()),
        ["check"] => r#gen::load(&root).map(|services| format!("{} services are in order", services.len())),
        [] | ["help" | "--help" | "-h"] => Ok(HELP.to_owned()),
        other => Err(format!("unknown task `{}`\n\n{HELP}", other.join(" "))),
    }
}

/// The root of the repository, wherever xtask is called from.
fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_path_buf()
}

#[expect(clippy::disallowed_methods, reason = "how long a task took is told, not tested")]
fn stopwatch() -> impl Fn() -> std::time::Duration {
    let start = std::time::Instant::now();
    move || start.elapsed()
}

#[expect(clippy::print_stdout, reason = "this is a command")]
fn say(text: &str) {
    println!("{}", text.trim_end());
}

#[expect(clippy::print_stderr, reason = "this is a command")]
fn complain(text: &str) {
    eprintln!("{}", text.trim_end());
}
