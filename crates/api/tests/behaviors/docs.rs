//! Generates `docs/behaviors.md` from the rows, and checks that the committed file is up to date.

use crate::behavior::{Group, Proof};
use crate::sources::in_repository;

const PAGE: &str = "docs/behaviors.md";

/// The command that updates the file.
const UPDATE_COMMAND: &str = "UPDATE_DOCS=1 cargo test -p hwc-api --test behaviors";

/// Compares the file with the rows, or writes it if `UPDATE_DOCS` is set.
pub(crate) fn check(groups: &[Group]) -> Result<(), String> {
    let (path, wanted) = (in_repository(PAGE), page(groups));
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
        return std::fs::write(path, wanted).map_err(|error| format!("{PAGE}: {error}"));
    }
    let found = std::fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    match found.lines().zip(wanted.lines()).position(|(found, wanted)| found != wanted) {
        _ if found == wanted => Ok(()),
        Some(line) => Err(format!("{PAGE}, line {}, differs from the rows: run `{UPDATE_COMMAND}`", line + 1)),
        None => Err(format!("{PAGE} differs from the rows: run `{UPDATE_COMMAND}`")),
    }
}

fn page(groups: &[Group]) -> String {
    let mut page = include_str!("introduction.md").to_owned();
    for group in groups {
        page.push_str(&format!("\n## {}\n\n| situation | what hwc does | test |\n| --- | --- | --- |\n", group.title));
        for row in group.rows {
            page.push_str(&format!("| {} | {} | {} |\n", row.name, row.outcome, link(row.proof)));
        }
    }
    page
}

/// Returns a link to the file of a test, or to the page of faults.
fn link(proof: Proof) -> String {
    match proof {
        Proof::Test(folder, file, function) => format!("[`{function}`](../{folder}{file})"),
        Proof::Fault(name) => format!("[fault](faults.md): {name}"),
    }
}
