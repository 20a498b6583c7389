//! The steps of the upload of one file: hash, register, send the parts, complete, verify.

use hwc_api::koodrive::FileId;
use hwc_transport::blocking::spawn;

use super::register::Registration;
use super::{NamePolicy, UploadKind, UploadOutcome, UploadSource};
use crate::drive::Drive;
use crate::entry::Entry;
use crate::error::{Error, Result};
use crate::journal::UploadRecord;
use crate::local::FileStamp;
use crate::paths::validate_name;
use crate::transfer::{ContentHash, FileProgress, HashPlan, TransferEvent, hash_file, sha256_hex};

/// The upload of one file.
pub(super) struct UploadRun<'a> {
    pub(super) drive: &'a Drive,
    pub(super) source: &'a UploadSource,
    pub(super) folder: &'a FileId,
    pub(super) name: &'a str,
    pub(super) policy: NamePolicy,
    /// The key in the journal.
    pub(super) key: String,
}

/// The number of starts of one upload: a name or a version may appear or vanish between two calls.
const MAX_STARTS: u32 = 3;

impl<'a> UploadRun<'a> {
    pub(super) fn new(
        drive: &'a Drive,
        source: &'a UploadSource,
        (folder, name): (&'a FileId, &'a str),
        policy: NamePolicy,
    ) -> Self {
        let space = &drive.space().id;
        let key = sha256_hex(format!("up\0{space}\0{folder}\0{name}\0{}\0{policy:?}", source.absolute()).as_bytes());
        Self { drive, source, folder, name, policy, key }
    }

    /// Runs the upload and reports its end.
    pub(super) async fn run(self) -> Result<UploadOutcome> {
        let outcome = self.run_claimed().await;
        let path = || self.source.label().to_owned();
        match &outcome {
            Ok(_) => self.event(|| TransferEvent::Finished { path: path() }),
            Err(error) => self.event(|| TransferEvent::Failed { path: path(), error: error.to_string() }),
        }
        outcome
    }

    async fn run_claimed(&self) -> Result<UploadOutcome> {
        validate_name(self.name)?;
        let journal = self.drive.journal();
        let _claim = journal.claim(&self.key, self.source.label())?;
        let stamp = self.source.stamp()?;
        let outcome = match self.resumable(stamp)? {
            Some(record) => self.resume(record, stamp).await,
            None => self.start(stamp).await,
        };
        // A temporary source cannot be sent again. Damaged uploads must not be continued.
        if outcome.is_ok() || self.source.is_temporary() || is_final(&outcome) {
            journal.remove_upload(&self.key)?;
        }
        outcome
    }

    /// Returns the record of an interrupted upload, unless the source has changed since.
    fn resumable(&self, stamp: FileStamp) -> Result<Option<UploadRecord>> {
        let Some(record) = self.drive.journal().find_upload(&self.key)? else { return Ok(None) };
        if (record.length, record.modified) == (stamp.length, stamp.modified) {
            return Ok(Some(record));
        }
        self.restarted("the file has changed since the upload was interrupted");
        self.drive.journal().remove_upload(&self.key)?;
        Ok(None)
    }

    /// Continues an interrupted upload. If the service has lost it, the upload starts again.
    async fn resume(&self, record: UploadRecord, stamp: FileStamp) -> Result<UploadOutcome> {
        let all_sent = record.done.len() as u64 == u64::from(record.part_count());
        if all_sent && let Some(outcome) = self.find_complete(&record).await? {
            return Ok(outcome);
        }
        match self.send(&record, Vec::new(), stamp).await {
            Err(error) if is_lost(&error) || self.is_overtaken(&error) => {
                self.restarted("the service no longer has the interrupted upload");
                self.drive.journal().remove_upload(&self.key)?;
                self.start(stamp).await
            }
            outcome => outcome,
        }
    }

    /// Hashes the content and starts the upload.
    async fn start(&self, stamp: FileStamp) -> Result<UploadOutcome> {
        let part_size = self.drive.0.options.part_size_for(stamp.length);
        let proof_number = self.drive.client().koodrive_proof_number().await?;
        let plan = HashPlan { length: stamp.length, part_size, proof_number };
        let hash = self.hash(plan).await?;
        for _ in 1..MAX_STARTS {
            if let Some(outcome) = self.register_and_send(&hash, plan, stamp).await? {
                return Ok(outcome);
            }
            self.drive.forget(self.folder);
            self.drive.children(self.folder).await?;
        }
        let outcome = self.register_and_send(&hash, plan, stamp).await?;
        outcome.ok_or_else(|| Error::Exists { path: self.name.to_owned() })
    }

    /// Returns `None` if the folder is not as it was in the cache.
    async fn register_and_send(
        &self,
        hash: &ContentHash,
        plan: HashPlan,
        stamp: FileStamp,
    ) -> Result<Option<UploadOutcome>> {
        match self.register(hash, plan, stamp).await? {
            Registration::Outdated => Ok(None),
            Registration::Done(file_id, name, kind) => {
                let (size, sha256) = (stamp.length, hash.sha256.clone());
                if kind == UploadKind::Instant {
                    let new = Entry {
                        name: name.clone(),
                        is_folder: false,
                        size,
                        sha256: Some(sha256.clone()),
                        ..Entry::root(&file_id)
                    };
                    self.drive.remember(self.folder, Entry { parent: Some(self.folder.clone()), ..new });
                }
                // Progress of a file that needs no transfer: all of it at once.
                self.progress(size, size);
                Ok(Some(UploadOutcome { file_id, name, size, sha256, kind }))
            }
            Registration::Started(record, parts) => {
                self.drive.journal().start_upload(&self.key, &record)?;
                match self.send(&record, parts, stamp).await {
                    Err(error) if self.is_overtaken(&error) => {
                        self.drive.journal().remove_upload(&self.key)?;
                        Ok(None)
                    }
                    sent => sent.map(Some),
                }
            }
        }
    }

    /// Returns true if another client created a file of this name during the upload. The content becomes a version of it.
    fn is_overtaken(&self, error: &Error) -> bool {
        self.policy == NamePolicy::Replace && matches!(error, Error::Exists { .. })
    }

    async fn hash(&self, plan: HashPlan) -> Result<ContentHash> {
        let path = self.source.path().to_owned();
        let hashed = spawn(move || hash_file(&path, plan)).await.and_then(|hash| hash);
        hashed.map_err(|error| match error.kind() {
            std::io::ErrorKind::UnexpectedEof => self.changed(),
            _ => Error::io("read", self.source.path(), error),
        })
    }

    pub(super) fn progress(&self, total: u64, done: u64) -> FileProgress {
        FileProgress::start(self.source.label().to_owned(), total, done, &self.drive.0.options.events)
    }

    pub(super) fn changed(&self) -> Error {
        Error::Changed { path: self.source.label().to_owned() }
    }

    pub(super) fn outcome(&self, record: &UploadRecord) -> UploadOutcome {
        UploadOutcome {
            file_id: record.file_id.as_str().into(),
            name: record.name.clone(),
            size: record.length,
            sha256: record.sha256.clone(),
            kind: UploadKind::Sent,
        }
    }

    fn restarted(&self, reason: &str) {
        let path = self.source.label().to_owned();
        self.event(|| TransferEvent::Restarted { path, reason: reason.to_owned() });
    }

    fn event(&self, event: impl FnOnce() -> TransferEvent) {
        self.drive.0.options.events.send(event);
    }
}

/// Returns true if the service does not know the upload.
pub(super) fn is_lost(error: &Error) -> bool {
    error.has_code(crate::error::codes::UPLOAD_NOT_FOUND) || error.status() == Some(404)
}

/// Returns true for errors after which an upload cannot be continued.
fn is_final(outcome: &Result<UploadOutcome>) -> bool {
    matches!(outcome, Err(Error::Changed { .. } | Error::Damaged { .. }))
}
