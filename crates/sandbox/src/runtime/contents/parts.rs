//! The parts of uploads: storing them, and joining them to a content.
//!
//! Joining moves the folder of an upload, so it takes the same time for any size. The hash of a part is computed while it
//! arrives, from the state that its sender announces or that the part before it ended with.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::part_writer::{PartError, PartWriter};
use super::sha256_state::Sha256State;
use super::{ContentStore, PIECE, Stored, private_folder, remove};

/// A part of an upload.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) number: u32,
    pub(crate) size: u64,
    /// The state of the hash before the part, if its sender announced it.
    pub(crate) announced: Option<Sha256State>,
}

/// The reason why parts could not be joined.
#[derive(Debug)]
pub(crate) enum JoinError {
    /// The part with this number is missing or has another size.
    Missing(u32),
    /// The announced state before the part with this number is wrong.
    WrongState(u32),
    /// The hash is not the expected one.
    WrongHash,
    /// The file system failed.
    Io(io::Error),
}

impl From<io::Error> for JoinError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The hashes of the parts and contents that this process stored. Those of an earlier process are computed again.
#[derive(Default)]
pub(super) struct Hashes(Mutex<BTreeMap<String, UploadHashes>>);

#[derive(Default)]
struct UploadHashes {
    /// The states before and after each part.
    parts: BTreeMap<u32, (Sha256State, Sha256State)>,
    /// The content that the parts were joined to.
    joined: Option<Stored>,
}

impl Hashes {
    /// Forgets all hashes. Those in use are computed again.
    pub(super) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, UploadHashes>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ContentStore {
    /// Creates the folder for the parts of an upload.
    ///
    /// # Errors
    /// Returns the error of the file system.
    pub(crate) fn begin_upload(&self, upload: &str) -> io::Result<()> {
        private_folder::create(&self.folder("uploads")?.join(upload))
    }

    /// Begins to store a part. `before` is the number of the part before it; the first part has none.
    ///
    /// # Errors
    /// Returns the error of the file system.
    pub(crate) fn begin_part(&self, upload: &str, part: &Part, before: Option<u32>) -> io::Result<PartWriter> {
        let state = part.announced.clone().or_else(|| match before {
            None => Some(Sha256State::START),
            Some(number) => Some(self.hashes.lock().get(upload)?.parts.get(&number)?.1.clone()),
        });
        PartWriter::create(self.incoming()?, self.root.is_lasting(), Some(part.size), state)
    }

    /// Adds a part to its upload, in place of an earlier one.
    ///
    /// # Errors
    /// Returns an error of the kind [`io::ErrorKind::NotFound`] if the upload is complete or does not exist.
    pub(crate) fn finish_part(&self, upload: &str, number: u32, writer: PartWriter) -> Result<(), PartError> {
        let (incoming, before) = (writer.path(), writer.before());
        let after = writer.finish()?;
        // The hash and the file are replaced together.
        let mut hashes = self.hashes.lock();
        let moved = fs::rename(&incoming, self.folder("uploads")?.join(upload).join(file_name(number)));
        if let Err(error) = moved {
            drop(hashes);
            let _ = fs::remove_file(&incoming);
            return Err(error.into());
        }
        let parts = &mut hashes.entry(upload.to_owned()).or_default().parts;
        match before.zip(after) {
            Some(states) => parts.insert(number, states),
            None => parts.remove(&number),
        };
        Ok(())
    }

    /// Joins the parts of an upload to a content. A repeated call returns the same content, because a transaction that
    /// fails is repeated.
    ///
    /// # Errors
    /// Returns [`JoinError`] if a part is missing or the hash is wrong. Nothing was changed then.
    pub(crate) fn join(&self, upload: &str, parts: &[Part], expected: &[&str]) -> Result<Stored, JoinError> {
        let joined = self.hashes.lock().get(upload).and_then(|hashes| hashes.joined.clone());
        let stored = match joined {
            Some(stored) => stored,
            None => self.check(upload, parts)?,
        };
        if expected.iter().any(|sha256| !sha256.eq_ignore_ascii_case(&stored.sha256)) {
            return Err(JoinError::WrongHash);
        }
        let mut hashes = self.hashes.lock();
        let hashes = hashes.entry(upload.to_owned()).or_default();
        if hashes.joined.is_none() {
            self.publish(&self.folder("uploads")?.join(upload), &stored.sha256)?;
            hashes.joined = Some(stored.clone());
        }
        Ok(stored)
    }

    /// Removes the parts of an upload. Does nothing if it does not exist.
    ///
    /// # Errors
    /// Returns the error of the file system.
    pub(crate) fn end_upload(&self, upload: &str) -> io::Result<()> {
        self.hashes.lock().remove(upload);
        remove(&self.folder("uploads")?.join(upload))
    }

    /// Checks the files of all parts and computes the hash of the whole.
    fn check(&self, upload: &str, parts: &[Part]) -> Result<Stored, JoinError> {
        let folder = self.folder("uploads")?.join(upload);
        let mut size = 0;
        for part in parts {
            let found = fs::metadata(folder.join(file_name(part.number))).map(|file| file.len());
            if found.ok() != Some(part.size) {
                return Err(JoinError::Missing(part.number));
            }
            size += part.size;
        }
        let mut state = Sha256State::START;
        for part in parts {
            if part.announced.as_ref().is_some_and(|announced| *announced != state) {
                return Err(JoinError::WrongState(part.number));
            }
            state = match self.state_after(upload, part.number, &state) {
                Some(after) => after,
                None => hash(&folder.join(file_name(part.number)), state)?,
            };
        }
        Ok(Stored { sha256: state.finish(), size })
    }

    /// Returns the state after a part, if it was computed from the state before it.
    fn state_after(&self, upload: &str, number: u32, before: &Sha256State) -> Option<Sha256State> {
        let hashes = self.hashes.lock();
        let (known, after) = hashes.get(upload)?.parts.get(&number)?;
        (known == before).then(|| after.clone())
    }
}

/// Returns the name of the file of a part. Names sort like numbers.
pub(super) fn file_name(number: u32) -> String {
    format!("{number:05}")
}

/// Adds the content of a file to a hash.
fn hash(path: &Path, mut state: Sha256State) -> io::Result<Sha256State> {
    let mut file = fs::File::open(path)?;
    let mut piece = vec![0; PIECE];
    loop {
        match io::Read::read(&mut file, &mut piece)? {
            0 => return Ok(state),
            read => state.update(&piece[..read]),
        }
    }
}
