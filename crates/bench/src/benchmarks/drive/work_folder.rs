//! Folders for the files of a benchmark.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use bytes::Bytes;
use tempfile::TempDir;

use crate::Outcome;
use crate::by_hand::SmallFile;

/// Creates a folder that is deleted on drop, in memory if the system supports that.
pub(super) fn create() -> Outcome<TempDir> {
    let memory = Path::new("/dev/shm");
    let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    Ok(tempfile::Builder::new().prefix("hwc-bench-").tempdir_in(parent)?)
}

/// Writes a file of `size` bytes.
pub(super) fn fill(file: &Path, size: u64) -> Outcome<()> {
    let mut file = File::create(file)?;
    for number in 0..size >> 20 {
        file.write_all(&content(number, 1 << 20))?;
    }
    Ok(())
}

/// Writes a tree of `count` files with `size` bytes each and returns the files. A folder has a hundred of them.
pub(super) fn fill_tree(folder: &Path, count: usize, size: usize) -> Outcome<Vec<SmallFile>> {
    let mut files = Vec::new();
    for number in 0..count {
        let parent = number / FILES_PER_FOLDER;
        let file = SmallFile::new(parent, format!("f{number}"), content(number as u64, size));
        let path = folder.join(format!("d{parent}"));
        fs::create_dir_all(&path)?;
        fs::write(path.join(&file.name), &file.content)?;
        files.push(file);
    }
    Ok(files)
}

/// The number of files in a folder of a tree.
pub(super) const FILES_PER_FOLDER: usize = 100;

/// Returns bytes that differ by seed.
fn content(seed: u64, length: usize) -> Bytes {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(length);
    bytes.into()
}
