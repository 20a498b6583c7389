//! `cargo xtask tidy`: the rules of the repository that no compiler or linter checks. Each finding names the file, the line
//! and the fix. A test runs the same checks.

mod banned_text;
mod crate_dependencies;
mod headers;
mod manifests;
mod module_layers;
mod packages;
mod prose;
mod services;
mod sizes;
#[cfg(test)]
mod tests;
mod translations;
mod whitespace;

use std::fmt;
use std::path::Path;

use crate::files::{self, TextFile};
use crate::metadata;

/// One violation of a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    file: String,
    line: usize,
    message: String,
    fix: String,
}

impl Finding {
    fn new(file: &str, line: usize, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, message: message.into(), fix: fix.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}\n    fix: {}", self.file, self.line, self.message, self.fix)
    }
}

/// Checks the repository.
///
/// # Errors
/// Returns all findings as one text.
pub(crate) fn run(root: &Path) -> Result<String, String> {
    let files = files::read(root)?;
    let packages = metadata::load(root)?;
    let mut findings: Vec<Finding> = files.iter().flat_map(check_file).collect();
    findings.extend(crate_dependencies::check(root, &packages));
    findings.extend(module_layers::check(&files));
    findings.extend(manifests::check(root, &packages)?);
    findings.extend(packages::check(root, &packages));
    findings.extend(services::check(&files));
    findings.extend(files.iter().flat_map(prose::check));
    findings.extend(translations::check(&files));
    findings.sort();
    if findings.is_empty() {
        return Ok(format!("{} files are tidy", files.len()));
    }
    let texts: Vec<String> = findings.iter().map(ToString::to_string).collect();
    Err(format!("{}\n\n{} findings", texts.join("\n"), findings.len()))
}

/// Applies the rules that need only one file.
fn check_file(file: &TextFile) -> Vec<Finding> {
    if is_input(&file.path) {
        return Vec::new();
    }
    let mut findings = whitespace::check(file);
    findings.extend(banned_text::check(file));
    if has_extension(&file.path, "rs") {
        findings.extend(headers::check(file));
        findings.extend(banned_text::check_rust(file));
        if !is_generated(&file.path) {
            findings.extend(sizes::check(file));
        }
    }
    findings
}

/// Returns true if `cargo xtask gen` writes the file.
fn is_generated(path: &str) -> bool {
    let below = |folder| path.strip_prefix(folder).and_then(|rest: &str| rest.split_once('/'));
    let inner = below("crates/models/").or_else(|| below("xtask/goldens/"));
    inner.is_some_and(|(first, rest)| first == "src" || rest.starts_with("src/"))
}

/// Returns true if the file is an input of a fuzzer, which stays unchanged.
fn is_input(path: &str) -> bool {
    path.starts_with("crates/fuzz/corpus/")
}

fn has_extension(path: &str, wanted: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == wanted)
}
