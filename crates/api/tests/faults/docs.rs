//! Generates `docs/faults.md` from the cases, and checks that the committed file is up to date.

use std::path::PathBuf;
use std::time::Duration;

use crate::fault_case::{CallCase, Expect, FaultCase, Group, Outcome};

/// The command that updates the file.
const UPDATE_COMMAND: &str = "UPDATE_DOCS=1 cargo test -p hwc-api --test faults";

fn path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/faults.md"))
}

/// Compares the file with the cases, or writes it if `UPDATE_DOCS` is set.
pub(crate) fn check(groups: &[Group]) -> Result<(), String> {
    let wanted = page(groups);
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
        return std::fs::write(path(), wanted).map_err(|error| format!("docs/faults.md: {error}"));
    }
    let found = std::fs::read_to_string(path()).unwrap_or_default().replace("\r\n", "\n");
    match found.lines().zip(wanted.lines()).position(|(found, wanted)| found != wanted) {
        _ if found == wanted => Ok(()),
        Some(line) => {
            Err(format!("docs/faults.md, line {}, is not what the cases say: run `{UPDATE_COMMAND}`", line + 1))
        }
        None => Err(format!("docs/faults.md is not what the cases say: run `{UPDATE_COMMAND}`")),
    }
}

fn page(groups: &[Group]) -> String {
    let mut page = include_str!("introduction.md").to_owned();
    for group in groups {
        page.push_str(&format!("\n## {}\n\n", group.title));
        page.push_str("| fault | repeatable | outcome | attempts | received |\n");
        page.push_str("| --- | --- | --- | --- | --- |\n");
        group.cases.iter().for_each(|case| lines(case, &mut page));
    }
    page
}

/// Appends the lines of a case. Calls with the same outcome share one line.
fn lines(case: &FaultCase, page: &mut String) {
    let mut left: Vec<&CallCase> = case.calls.iter().collect();
    while let Some(first) = left.first().copied() {
        let (same, others): (Vec<&CallCase>, Vec<&CallCase>) =
            left.into_iter().partition(|call_case| outcome_cells(&call_case.expect) == outcome_cells(&first.expect));
        page.push_str(&format!("| {} | {} | {} |\n", case.name, repeatable_cell(&same), outcome_cells(&first.expect)));
        left = others;
    }
}

/// Returns `yes`, `no` or `either` for repeatable calls, with the names of the calls if they are not the default ones.
fn repeatable_cell(cases: &[&CallCase]) -> String {
    let of: Vec<bool> = cases.iter().map(|call_case| call_case.call.is_idempotent()).collect();
    let repeatable = match (of.contains(&true), of.contains(&false)) {
        (true, false) => "yes",
        (false, _) => "no",
        (true, true) => "either",
    };
    let names: Vec<&str> = cases.iter().filter_map(|call_case| call_case.call.name()).collect();
    if names.is_empty() { repeatable.to_owned() } else { format!("{repeatable}: {}", names.join(", ")) }
}

/// Formats the outcome of a call: all cells after the first two.
fn outcome_cells(expect: &Expect) -> String {
    let mut text = match &expect.outcome {
        Outcome::Response(_) => "the response".to_owned(),
        Outcome::Dropped => "nothing".to_owned(),
        Outcome::Error { kind, retryable, service, .. } => {
            let service = service.map(|(status, code, class)| {
                let code = if code.is_empty() { String::new() } else { format!(" `{code}`") };
                format!(" {status}{code}, class `{class:?}`")
            });
            let again = if *retryable { ", retryable" } else { "" };
            format!("`{kind:?}`{}{again}", service.unwrap_or_default())
        }
    };
    match expect.duration {
        (least, most) if most - least > Duration::from_millis(200) => {}
        (Duration::ZERO, _) => text.push_str(", immediately"),
        (after, _) => text.push_str(&format!(", after {after:?}")),
    }
    if !expect.remark.is_empty() {
        text.push_str(&format!("; {}", expect.remark));
    }
    format!("{text} | {} | {}", expect.attempts, expect.received_requests)
}
