//! Small contents of a temporary store. They stay in memory, since creating and deleting a file takes longer than all else.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The maximum size of a content in memory.
pub(super) const LARGEST: usize = 4 << 10;

/// The maximum size of all contents in memory. Further ones are files.
const LARGEST_SUM: usize = 1 << 20;

/// The contents in memory by their SHA-256.
#[derive(Default)]
pub(super) struct SmallContents(Mutex<BTreeMap<String, Arc<[u8]>>>);

impl SmallContents {
    /// Adds a content. Returns false if it does not fit.
    pub(super) fn add(&self, sha256: &str, content: &[u8]) -> bool {
        let mut contents = self.lock();
        let sum: usize = contents.values().map(|content| content.len()).sum();
        let fits = content.len() <= LARGEST && sum + content.len() <= LARGEST_SUM;
        if fits {
            contents.entry(sha256.to_owned()).or_insert_with(|| content.into());
        }
        fits
    }

    pub(super) fn get(&self, sha256: &str) -> Option<Arc<[u8]>> {
        self.lock().get(sha256).cloned()
    }

    pub(super) fn remove(&self, sha256: &str) {
        self.lock().remove(sha256);
    }

    /// Returns a copy, which shares the bytes.
    pub(super) fn copy(&self) -> Self {
        Self(Mutex::new(self.lock().clone()))
    }

    /// Adds the contents of a copy.
    pub(super) fn add_all(&self, copy: &Self) {
        let copied = copy.lock().clone();
        self.lock().extend(copied);
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Arc<[u8]>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads the start of a content: all of it if it is small, else slightly more than a small one.
pub(super) fn read_start(content: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    content.take(LARGEST as u64 + 1).read_to_end(&mut start)?;
    Ok(start)
}
