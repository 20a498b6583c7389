//! Rule: no local paths of the author's machine, and no unfinished code.

use super::{Finding, rust};
use crate::files::TextFile;

const LOCAL_PATH_FIX: &str = "use a path from the root, or ask the system for a folder";

/// Paths that exist only on one machine.
const LOCAL_PATHS: &[(&str, &str)] = &[("/home/", LOCAL_PATH_FIX), ("/tmp/", LOCAL_PATH_FIX)];

/// Patterns of unfinished or disabled code.
const UNFINISHED: &[(&str, &str)] = &[
    ("todo!(", "write it, or return an error that says what is missing"),
    ("unimplemented!(", "write it, or return an error that says what is missing"),
    ("dbg!(", "remove it"),
    ("#[ignore", "make the test run everywhere, or remove it"),
];

/// This file, which must contain the patterns.
const OWN_FILE: &str = "xtask/src/tidy/banned_text.rs";

pub(super) fn check(file: &TextFile) -> Vec<Finding> {
    if file.path == OWN_FILE || is_test(&file.path) {
        return Vec::new();
    }
    find(&file.path, &file.text, LOCAL_PATHS)
}

pub(super) fn check_rust(file: &TextFile) -> Vec<Finding> {
    find(&file.path, &rust::code_only(&file.text), UNFINISHED)
}

/// Returns true for a test. Tests may name folders that do not exist.
fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs")
}

/// Returns the findings in a text. `words` are pairs of a pattern and its fix.
fn find(path: &str, text: &str, words: &[(&str, &str)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for (word, fix) in words.iter().filter(|(word, _)| line.contains(word)) {
            findings.push(Finding::new(path, index + 1, format!("says `{word}`"), *fix));
        }
    }
    findings
}
