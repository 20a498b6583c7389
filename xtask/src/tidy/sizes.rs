//! Rule: files stay small enough to read in one sitting. Clippy limits the length of functions.

use super::Finding;
use crate::files::TextFile;

/// The maximum number of lines of a hand-written file.
const MAX_LINES: usize = 400;

pub(super) fn check(file: &TextFile) -> Option<Finding> {
    let lines = file.text.lines().count();
    let message = format!("has {lines} lines; the limit is {MAX_LINES}");
    (lines > MAX_LINES).then(|| Finding::new(&file.path, 1, message, "split it: one idea a file"))
}
