//! Reports of commands that transfer or change several files. Files that fail do not stop the others.

use std::collections::BTreeSet;

use hwc_api::serde_json::json;
use hwc_drive::{Error, TransferReport, validate_name};

use super::context::DriveContext;
use super::errors::drive_error;
use super::view::{CopyResult, FailedPath, PathPair};
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::text::{plural, sanitize_line};

/// The report of a copy.
#[derive(Default)]
pub(super) struct CopyReport {
    files: u64,
    bytes: u64,
    unchanged: u64,
    /// The planned copies of a dry run: source and target.
    planned: Vec<(String, String)>,
    /// The files that have another name at the target.
    renamed: Vec<(String, String)>,
    failed: Vec<(String, CliError)>,
    /// True if the output is the content of a file.
    pub(super) is_silent: bool,
}

/// A file that was copied.
#[derive(Debug, Default)]
pub(super) struct CopiedFile {
    pub(super) size: u64,
    /// True if the target had the content already.
    pub(super) is_unchanged: bool,
    /// The name at the target, if it is not the requested one.
    pub(super) new_name: Option<String>,
}

impl CopyReport {
    /// Adds a step of a dry run.
    pub(super) fn plan(&mut self, from: &str, to: &str) {
        self.planned.push((from.to_owned(), to.to_owned()));
    }

    /// Adds an upload of a dry run, or the reason why the service would reject the name.
    pub(super) fn plan_upload(&mut self, from: &str, to: &str, name: &str) {
        match validate_name(name) {
            Ok(()) => self.plan(from, to),
            Err(error) => self.failed.push((from.to_owned(), drive_error(error))),
        }
    }

    /// Adds the outcome of one file.
    pub(super) fn add_file(&mut self, from: &str, outcome: Result<CopiedFile, CliError>) {
        match outcome {
            Ok(copied) => {
                self.files += 1;
                self.bytes += copied.size;
                self.unchanged += u64::from(copied.is_unchanged);
                self.renamed.extend(copied.new_name.map(|name| (from.to_owned(), name)));
            }
            Err(error) => self.failed.push((from.to_owned(), error)),
        }
    }

    /// Adds the outcome of a folder, with the conversion of its errors.
    pub(super) fn add_tree(&mut self, done: TransferReport, convert: impl Fn(Error) -> CliError) {
        self.files += done.files;
        self.bytes += done.bytes;
        self.unchanged += done.unchanged;
        self.renamed.extend(done.renamed);
        self.failed.extend(done.failed.into_iter().map(|file| (file.path, convert(file.error))));
    }

    /// Prints the report.
    ///
    /// # Errors
    /// Fails if a file failed, after the report was printed.
    pub(super) fn print(self, context: &mut DriveContext) -> Result<(), CliError> {
        if !self.is_silent {
            context.ui.change(&self.result(), &self.text())?;
        }
        let succeeded = self.files + self.planned.len() as u64;
        fail_if_any(context, self.failed, succeeded)
    }

    fn result(&self) -> CopyResult {
        let pairs = |pairs: &[(String, String)]| pairs.iter().map(PathPair::from).collect::<Vec<_>>();
        CopyResult {
            files: self.files,
            bytes: self.bytes,
            unchanged: self.unchanged,
            renamed: pairs(&self.renamed),
            failed: failed_paths(&self.failed),
            planned: (!self.planned.is_empty()).then(|| pairs(&self.planned)),
        }
    }

    fn text(&self) -> String {
        let arrow = |(from, to): &(String, String)| format!("{} -> {}\n", sanitize_line(from), sanitize_line(to));
        let mut text: String = self.planned.iter().map(arrow).collect();
        if self.planned.is_empty() {
            let (files, bytes) = (plural(self.files, "file"), plural(self.bytes, "byte"));
            let unchanged = if self.unchanged > 0 { format!(", {} unchanged", self.unchanged) } else { String::new() };
            text = format!("{} {files}, {bytes}{unchanged}\n", Style::Good.paint("copied"));
        }
        text + &self.renamed.iter().map(|pair| format!("renamed {}", arrow(pair))).collect::<String>()
    }
}

/// Returns failed files for programs.
pub(super) fn failed_paths(failed: &[(String, CliError)]) -> Vec<FailedPath> {
    failed.iter().map(|(path, error)| FailedPath { path: path.clone(), error: error.json() }).collect()
}

/// Lists failed files on standard error, and returns the error of the command: that of the only file, or exit code 8.
pub(super) fn fail_if_any(
    context: &mut DriveContext,
    failed: Vec<(String, CliError)>,
    succeeded: u64,
) -> Result<(), CliError> {
    let count = failed.len();
    let is_only = count == 1 && succeeded == 0;
    for (path, error) in &failed {
        if is_only && error.message().contains(path) {
            // The error of the command says the same.
            continue;
        }
        let (path, reason) = (sanitize_line(path), sanitize_line(&error.message()));
        context.ui.note(&format!("failed {path}: {reason}"));
    }
    let (json, hints) = (json!(failed_paths(&failed)), hints(&failed));
    match failed.into_iter().next() {
        None => Ok(()),
        Some((_, error)) if is_only => Err(error),
        Some(_) => {
            let error = CliError::partial(format!("{} failed", plural(count, "file")), json);
            Err(if hints.is_empty() { error } else { error.with_hint(hints) })
        }
    }
}

/// Returns the hints of all errors, each one once.
fn hints(failed: &[(String, CliError)]) -> String {
    let hints: BTreeSet<&str> = failed.iter().filter_map(|(_, error)| error.member("hint").as_str()).collect();
    hints.into_iter().collect::<Vec<_>>().join("; ")
}
