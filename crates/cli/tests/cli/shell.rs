//! Command lines in texts: their words, and the shell blocks of pages.

use std::fs;
use std::path::Path;

/// Splits a line into words, as a POSIX shell does without expansions.
pub(crate) fn words(line: &str) -> Vec<String> {
    shlex::split(line).unwrap_or_else(|| panic!("unbalanced quotes: {line}"))
}

/// Returns the lines of `sh` blocks that begin with `hwc`, without their comments.
pub(crate) fn lines_of_page(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let blocks = text.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    let lines = blocks.flat_map(str::lines).filter(|line| line.starts_with("hwc "));
    lines.map(|line| line.split(" #").next().unwrap_or(line).trim().to_owned()).collect()
}
