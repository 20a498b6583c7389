//! Reports of the transfer of many files.

use crate::error::{Error, Result};

/// A file that was not transferred.
#[derive(Debug, serde::Serialize)]
#[non_exhaustive]
pub struct FailedFile {
    /// The path from the transferred folder.
    pub path: String,
    /// The error.
    #[serde(serialize_with = "as_text")]
    pub error: Error,
}

/// The report of the transfer of a tree.
#[derive(Debug, Default, serde::Serialize)]
#[must_use = "some of the files may have failed"]
#[non_exhaustive]
pub struct TransferReport {
    /// The number of files that are at the target now.
    pub files: u64,
    /// The number of their bytes.
    pub bytes: u64,
    /// The number of files among them that were there before.
    pub unchanged: u64,
    /// The files that were not transferred.
    pub failed: Vec<FailedFile>,
    /// The paths of files that have another name at the target, with that name.
    pub renamed: Vec<(String, String)>,
}

impl TransferReport {
    /// Converts a failed file to an error.
    ///
    /// # Errors
    /// Returns the error of the first file that failed.
    pub fn into_result(mut self) -> Result<Self> {
        if self.failed.is_empty() { Ok(self) } else { Err(self.failed.remove(0).error) }
    }

    pub(crate) fn add(&mut self, path: &str, outcome: Result<(u64, bool)>) {
        match outcome {
            Ok((bytes, is_unchanged)) => {
                self.files += 1;
                self.bytes += bytes;
                self.unchanged += u64::from(is_unchanged);
            }
            Err(error) => self.failed.push(FailedFile { path: path.to_owned(), error }),
        }
    }
}

fn as_text<S: serde::Serializer>(error: &Error, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(error)
}
