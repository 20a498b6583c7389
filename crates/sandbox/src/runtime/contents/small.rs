//! Small contents of a temporary store. They stay in memory, since creating and deleting a file takes longer than all else.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The maximum size of a content in memory.
pub(super) const LARGEST: usize = 4 << 10;

/// The maximum size of all contents in memory. Further ones are files.
const LARGEST_SUM: usize = 1 << 20;

/// The contents in memory.
#[derive(Default)]
pub(super) struct SmallContents(Mutex<Contents>);

#[derive(Clone, Default)]
struct Contents {
    by_sha256: BTreeMap<String, Arc<[u8]>>,
    /// The size of all contents.
    sum: usize,
}

impl Contents {
    /// Adds a content unless it is there already.
    fn add(&mut self, sha256: &str, content: Arc<[u8]>) {
        if !self.by_sha256.contains_key(sha256) {
            self.sum += content.len();
            self.by_sha256.insert(sha256.to_owned(), content);
        }
    }
}

impl SmallContents {
    /// Adds a content. Returns false if it does not fit.
    pub(super) fn add(&self, sha256: &str, content: &[u8]) -> bool {
        let mut contents = self.lock();
        let fits = content.len() <= LARGEST && contents.sum + content.len() <= LARGEST_SUM;
        if fits {
            contents.add(sha256, content.into());
        }
        fits
    }

    pub(super) fn get(&self, sha256: &str) -> Option<Arc<[u8]>> {
        self.lock().by_sha256.get(sha256).cloned()
    }

    pub(super) fn remove(&self, sha256: &str) {
        let mut contents = self.lock();
        if let Some(content) = contents.by_sha256.remove(sha256) {
            contents.sum -= content.len();
        }
    }

    /// Returns a copy, which shares the bytes.
    pub(super) fn copy(&self) -> Self {
        Self(Mutex::new(self.lock().clone()))
    }

    /// Adds the contents of a copy, whether they fit or not.
    pub(super) fn add_all(&self, copy: &Self) {
        let copied = copy.lock().clone();
        let mut contents = self.lock();
        for (sha256, content) in copied.by_sha256 {
            contents.add(&sha256, content);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Contents> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads the start of a content: all of it if it is small, else slightly more than a small one.
pub(super) fn read_start(content: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    content.take(LARGEST as u64 + 1).read_to_end(&mut start)?;
    Ok(start)
}
