//! Paths of files that are written: which JSON can carry.

use std::path::Path;

use crate::failure::Failure;

/// Refuses a path that JSON cannot carry: its reader would look for another file.
pub(crate) fn refuse_non_utf8(path: &Path) -> Result<(), Failure> {
    match path.to_str() {
        Some(_) => Ok(()),
        None => Err(Failure::usage(format!("the path {} is not UTF-8, so JSON output cannot name it", path.display()))),
    }
}
