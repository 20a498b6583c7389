//! Counts of instructions: of calls, of their parts, and of the programs by hand. They do not depend on the load of the machine,
//! so a change of a few percent is visible in one run. `cargo xtask ci instructions` compares them with
//! `docs/instructions.md`.

mod cases;
mod page;
mod valgrind;

use std::fs;
use std::path::PathBuf;

use self::cases::Case;
use self::page::{Count, Page};
use crate::helper::{self, Child};
use crate::report::Machine;
use crate::{Outcome, print_text, root};

/// The page with the counts, which is also the baseline of the next run.
pub const PAGE: &str = "docs/instructions.md";

/// Runs a command:
///
/// - `check`: counts all cases and compares them with the page
/// - `update`: counts all cases and writes the page
/// - `show <text>`: counts the cases whose name contains the text, and prints them
/// - `run <endpoint> <case> <iterations>`: runs a case, to be counted
/// - `serve 0`: serves the responses
///
/// # Errors
/// Returns an error for unknown commands, the error of a case, and the counts that are too high.
pub fn main(words: &[&str]) -> Outcome<()> {
    match words {
        ["check"] => check(),
        ["update"] => Ok(fs::write(path(), Page { compiler: compiler(), counts: count_all("")? }.to_string())?),
        ["show"] => show(""),
        ["show", text] => show(text),
        ["run", endpoint, case, iterations] => cases::find(endpoint, case)?.run(iterations.parse()?),
        ["serve", _] => helper::main(words),
        _ => Err(format!("unknown command: {words:?}").into()),
    }
}

/// Compares the counts with the page. A page of another compiler is not compared.
fn check() -> Outcome<()> {
    let text = fs::read_to_string(path()).map_err(|error| format!("{PAGE}: {error}; `update` writes it"))?;
    let known: Page = text.parse()?;
    if known.compiler != compiler() {
        let note = format!("NOT CHECKED: {PAGE} is of {}, and this is {}", known.compiler, compiler());
        print_text(&note);
        return Ok(());
    }
    let findings = page::compare(&known.counts, &count_all("")?);
    if findings.is_empty() { Ok(()) } else { Err(findings.join("\n").into()) }
}

fn show(text: &str) -> Outcome<()> {
    print_text(&Page { compiler: compiler(), counts: count_all(text)? }.to_string());
    Ok(())
}

/// Counts the instructions of the cases whose name contains `text`.
fn count_all(text: &str) -> Outcome<Vec<Count>> {
    let program = std::env::current_exe()?;
    let server = Child::start(&program, &["serve", "0"])?;
    let cases = cases::all(server.address())?;
    let wanted = cases.iter().filter(|case| case.id().contains(text));
    let count = |case: &Case| -> Outcome<Count> {
        let instructions = valgrind::count(&program, server.address(), &case.id(), case.iterations)?;
        Ok(Count { group: case.group.clone(), name: case.name.to_owned(), instructions, is_baseline: case.is_baseline })
    };
    wanted.map(count).collect()
}

fn path() -> PathBuf {
    root().join(PAGE)
}

fn compiler() -> String {
    Machine::this().compiler
}
