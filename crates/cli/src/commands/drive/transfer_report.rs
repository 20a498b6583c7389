//! Reports of commands that transfer or change several files. Files that fail do not stop the others.

use hwc_api::serde_json;
use hwc_drive::{Error, TransferReport};

use super::context::DriveContext;
use super::errors::drive_error;
use super::view::{CopyResult, FailedFile, PathPair};
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

impl CopyReport {
    /// Adds a step of a dry run.
    pub(super) fn plan(&mut self, from: &str, to: &str) {
        self.planned.push((from.to_owned(), to.to_owned()));
    }

    /// Adds the outcome of one file: its size and its target.
    pub(super) fn add_file(&mut self, from: &str, outcome: Result<(u64, String), Error>) {
        match outcome {
            Ok((size, _)) => {
                self.files += 1;
                self.bytes += size;
            }
            Err(error) => self.failed.push((from.to_owned(), drive_error(error))),
        }
    }

    /// Adds the outcome of a folder.
    pub(super) fn add_tree(&mut self, done: TransferReport) {
        self.files += done.files;
        self.bytes += done.bytes;
        self.unchanged += done.unchanged;
        self.renamed.extend(done.renamed);
        self.failed.extend(done.failed.into_iter().map(|file| (file.path, drive_error(file.error))));
    }

    /// Prints the report.
    ///
    /// # Errors
    /// Fails if a file failed, after the report was printed.
    pub(super) fn print(self, context: &mut DriveContext) -> Result<(), CliError> {
        if !self.is_silent {
            context.ui.change(&self.result(), &self.text())?;
        }
        fail_if_any(context, self.failed, self.files)
    }

    fn result(&self) -> CopyResult {
        let pairs = |pairs: &[(String, String)]| pairs.iter().cloned().map(PathPair::from).collect();
        CopyResult {
            files: self.files,
            bytes: self.bytes,
            unchanged: self.unchanged,
            renamed: pairs(&self.renamed),
            failed: FailedFile::list(&self.failed),
            planned: pairs(&self.planned),
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

/// Lists failed files on standard error, and returns the error of the command: that of the only file, or exit code 8.
pub(super) fn fail_if_any(
    context: &mut DriveContext,
    failed: Vec<(String, CliError)>,
    succeeded: u64,
) -> Result<(), CliError> {
    let count = failed.len();
    for (path, error) in &failed {
        let (path, reason) = (sanitize_line(path), sanitize_line(&error.message()));
        context.ui.note(&format!("failed {path}: {reason}"));
    }
    let json = serde_json::to_value(FailedFile::list(&failed)).unwrap_or_default();
    match failed.into_iter().next() {
        None => Ok(()),
        Some((_, error)) if count == 1 && succeeded == 0 => Err(error),
        Some(_) => Err(CliError::partial(format!("{} failed", plural(count, "file")), json)),
    }
}
