//! Rule: no local paths of the author's machine, and no disabled tests.

use super::Finding;
use crate::files::TextFile;

const LOCAL_PATH_FIX: &str = "use a path from the root, or ask the system for a folder";

/// Paths that exist only on one machine.
const LOCAL_PATHS: &[(&str, &str)] = &[("/home/", LOCAL_PATH_FIX), ("/tmp/", LOCAL_PATH_FIX)];

/// This file, which must contain the patterns.
const OWN_FILE: &str = "xtask/src/tidy/banned_text.rs";

pub(super) fn check(file: &TextFile) -> Vec<Finding> {
    if file.path == OWN_FILE || is_test(&file.path) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        for (path, fix) in LOCAL_PATHS.iter().filter(|(path, _)| line.contains(path)) {
            findings.push(Finding::new(&file.path, index + 1, format!("says `{path}`"), *fix));
        }
    }
    findings
}

/// Reports disabled tests. Clippy reports unfinished code, such as `todo!()`.
pub(super) fn check_rust(file: &TextFile) -> Vec<Finding> {
    let ignored = file.text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("#[ignore"));
    let fix = "make the test run everywhere, or remove it";
    ignored.map(|(index, _)| Finding::new(&file.path, index + 1, "says `#[ignore`", fix)).collect()
}

/// Returns true for a test. Tests may name folders that do not exist.
fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs")
}
