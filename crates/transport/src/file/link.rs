//! Symbolic links to a file that is to be written.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The maximum number of links to follow, the same as on Linux.
const MOST: usize = 40;

/// Returns the path that a chain of links leads to. The target need not exist.
#[inline]
pub(super) fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST {
        match fs::read_link(&path) {
            // A relative link starts at its own folder. An absolute link replaces the path.
            Ok(target) => path = path.parent().map_or(target.clone(), |folder| folder.join(&target)),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other(format!("more than {MOST} symbolic links, or a loop of them")))
}
