//! Rule: files and functions stay small enough to read in one sitting.

use super::{Finding, rust};
use crate::files::TextFile;

/// The maximum number of lines of a hand-written file.
const FILE: usize = 400;

/// The maximum number of lines of a function. Half of that is long already.
const FUNCTION: usize = 60;

pub(super) fn check(file: &TextFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lines = file.text.lines().count();
    if lines > FILE {
        let what = format!("has {lines} lines; the limit is {FILE}");
        findings.push(Finding::new(&file.path, 1, what, "split it: one idea a file"));
    }
    for function in rust::functions(&rust::code_only(&file.text)) {
        if function.lines > FUNCTION {
            let what = format!("`{}` has {} lines; the limit is {FUNCTION}", function.name, function.lines);
            findings.push(Finding::new(&file.path, function.line, what, "give its parts names of their own"));
        }
    }
    findings
}
