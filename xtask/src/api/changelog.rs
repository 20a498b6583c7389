//! The lines of the changelog for accepted changes, under `### Breaking` of the unreleased part.

use super::compatibility::Change;

/// The heading of the part for the next version.
const UNRELEASED: &str = "## Unreleased";

/// The heading of the list within that part.
const BREAKING: &str = "### Breaking";

/// Adds a line for each change. A line that is already there is not added again.
///
/// # Errors
/// Returns an error if the text has no part for the next version.
pub(super) fn add(text: &str, changes: &[Change]) -> Result<String, String> {
    let mut lines: Vec<&str> = text.lines().collect();
    let Some(unreleased) = lines.iter().position(|line| *line == UNRELEASED) else {
        return Err(format!("CHANGELOG.md: no heading `{UNRELEASED}`: add it above the last version"));
    };
    let end = section_end(&lines, unreleased + 1, "## ");
    let entries: Vec<String> = changes.iter().map(entry).collect();
    let new = entries.iter().map(String::as_str).filter(|entry| !lines[unreleased..end].contains(entry));
    let new: Vec<&str> = new.collect();
    if new.is_empty() {
        return Ok(text.to_owned());
    }
    match lines[unreleased..end].iter().position(|line| *line == BREAKING) {
        Some(heading) => {
            let heading = unreleased + heading;
            let mut last = section_end(&lines, heading + 1, "##");
            while last > heading + 2 && lines[last - 1].is_empty() {
                last -= 1;
            }
            lines.splice(last..last, new);
        }
        None => {
            let section = ["", BREAKING, ""].into_iter().chain(new);
            lines.splice(unreleased + 1..unreleased + 1, section);
        }
    }
    Ok(lines.join("\n") + "\n")
}

/// Returns the index of the next heading, or of the end.
fn section_end(lines: &[&str], from: usize, heading: &str) -> usize {
    lines[from..].iter().position(|line| line.starts_with(heading)).map_or(lines.len(), |index| from + index)
}

/// Returns the line for one change.
fn entry(change: &Change) -> String {
    match change {
        Change::Removed { key, old } => format!("- Removed `{key}`, which was `{old}`."),
        Change::Changed { key, old, new } => format!("- Changed `{key}` from `{old}` to `{new}`."),
        Change::Required { key, new } => format!("- Added `{key}` as required: `{new}`."),
    }
}
