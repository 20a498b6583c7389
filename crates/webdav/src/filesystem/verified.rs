//! The check of a content that is read from its beginning to its end.

use hwc_drive::Entry;
use sha2::{Digest, Sha256};

/// The hash of a content that is read in one go, if the service sends one to compare it with.
#[derive(Debug)]
pub(super) struct ContentCheck {
    hash: Option<Sha256>,
    expected: Option<String>,
    /// The end of what was read.
    end: u64,
}

impl ContentCheck {
    pub(super) fn new(entry: &Entry) -> Self {
        Self { hash: Some(Sha256::new()), expected: entry.sha256.clone(), end: 0 }
    }

    /// Adds the bytes at a position. A content that is not read in order cannot be checked.
    pub(super) fn add(&mut self, position: u64, bytes: &[u8]) {
        if position != self.end {
            self.hash = None;
        }
        self.end = position + bytes.len() as u64;
        if let Some(hash) = &mut self.hash {
            hash.update(bytes);
        }
    }

    /// Returns true if the whole content was read, and it is another one.
    pub(super) fn is_damaged(&mut self, length: u64) -> bool {
        let (Some(hash), Some(expected)) = (&self.hash, &self.expected) else { return false };
        if self.end != length {
            return false;
        }
        let digest = hash.clone().finalize();
        let hash = digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        hash != *expected
    }
}
