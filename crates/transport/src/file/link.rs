//! Symbolic links that lead to a file which is to be written.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// As many as Linux follows.
const MOST: usize = 40;

/// Returns the path that a chain of links leads to. Nothing need be there.
pub(super) fn follow(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST {
        match fs::read_link(&path) {
            // A relative link starts at the folder in which the link is; an absolute one replaces the path.
            Ok(target) => path = path.parent().map_or(target.clone(), |folder| folder.join(&target)),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other(format!("more than {MOST} symbolic links, or a loop of them")))
}
