//! Stamps of local files, which tell if a file has changed.

use std::fs::Metadata;
use std::time::UNIX_EPOCH;

/// The length and the time of the last change of a file. A file with another stamp has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileStamp {
    pub(crate) length: u64,
    /// Nanoseconds since 1970.
    pub(crate) modified: i64,
}

impl FileStamp {
    pub(crate) fn of(found: &Metadata) -> Self {
        let modified = found.modified().ok().map(|time| match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_nanos()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |nanos| -nanos),
        });
        Self { length: found.len(), modified: modified.unwrap_or_default() }
    }

    /// Returns the time of the last change in milliseconds since 1970.
    pub(crate) fn modified_millis(self) -> i64 {
        self.modified.div_euclid(1_000_000)
    }
}
