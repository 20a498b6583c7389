//! Rule: no spaces at the ends of lines, no tabs, one newline at the end.

use super::{Finding, has_extension};
use crate::files::TextFile;

pub(super) fn check(file: &TextFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    if has_extension(&file.path, "snap") || file.text.is_empty() {
        return findings;
    }
    let no_tabs = ["rs", "yaml", "md"].iter().any(|extension| has_extension(&file.path, extension));
    for (index, line) in file.text.split('\n').enumerate() {
        if line.ends_with([' ', '\t', '\r']) {
            findings.push(Finding::new(&file.path, index + 1, "ends in a space", "remove it"));
        }
        if no_tabs && line.contains('\t') {
            findings.push(Finding::new(&file.path, index + 1, "contains a tab", "use spaces, or `\\t` in a literal"));
        }
    }
    let last = file.text.lines().count();
    if !file.text.ends_with('\n') {
        findings.push(Finding::new(&file.path, last, "does not end with a newline", "add one"));
    } else if file.text.ends_with("\n\n") {
        findings.push(Finding::new(&file.path, last, "ends with empty lines", "remove them"));
    }
    findings
}
