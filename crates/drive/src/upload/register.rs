//! The registration of an upload: a new file, a new version, or nothing if the service has the content.

use hwc_api::Timestamp;
use hwc_api::koodrive::{
    ConflictPolicy, CreateFile, CreateHistoryVersions, FileId, UploadMode, UploadPart, UploadType,
};

use super::file_type::{file_type, media_type};
use super::run::UploadRun;
use super::{NamePolicy, UploadKind};
use crate::entry::Entry;
use crate::error::{Error, Result, codes};
use crate::journal::UploadRecord;
use crate::local::FileStamp;
use crate::transfer::{ContentHash, HashPlan};

/// The number of parts that are registered in one call. The example of the reference asks for a few at once.
pub(super) const PARTS_PER_CALL: u32 = 50;

/// The result of a registration.
pub(super) enum Registration {
    /// The folder is not as it was in the cache: a file of this name appeared or vanished.
    Outdated,
    /// Nothing has to be sent: the ID and the name of the file.
    Done(FileId, String, UploadKind),
    /// The content has to be sent, with the URLs of the first parts.
    Started(UploadRecord, Vec<UploadPart>),
}

impl UploadRun<'_> {
    pub(super) async fn register(&self, hash: &ContentHash, plan: HashPlan, stamp: FileStamp) -> Result<Registration> {
        // A folder that was not listed yet need not be: the service refuses a name in use, and then it is listed.
        let existing = match self.policy {
            NamePolicy::Replace => {
                // The name in paths of a file may differ from its name, so only the folder tells if there is such a file.
                if self.name.contains('~') {
                    self.drive.children(self.folder).await?;
                }
                self.drive.cached_child(self.folder, self.name)
            }
            _ => None,
        };
        match existing {
            Some(file) if file.is_folder => Err(Error::WrongKind { path: self.name.to_owned(), expected: "file" }),
            Some(file) if is_same(&file, hash, stamp) => {
                Ok(Registration::Done(file.id, file.name, UploadKind::Unchanged))
            }
            Some(file) => self.register_version(&file, hash, plan, stamp).await,
            None => self.register_file(hash, plan, stamp).await,
        }
    }

    async fn register_file(&self, hash: &ContentHash, plan: HashPlan, stamp: FileStamp) -> Result<Registration> {
        let record = self.record(hash, plan, stamp);
        let policy = match self.policy {
            NamePolicy::Rename => ConflictPolicy::Rename,
            NamePolicy::SkipIdentical => ConflictPolicy::SkipIfSame,
            NamePolicy::Replace | NamePolicy::Fail => ConflictPolicy::Refuse,
        };
        let mut request = CreateFile::new(self.drive.space_id(), [self.folder.clone()], self.name)
            .file_type(file_type(self.name))
            .length(stamp.length)
            .upload_mode(UploadMode::Multipart)
            .upload_type(UploadType::Parts)
            .auto_rename(policy)
            .multi_parts(first_parts(&record))
            .sha256(hash.sha256.as_str())
            .pre_hash(hash.prefix.as_str())
            .created_time(to_seconds(stamp.modified_millis()));
        if let Some(media_type) = media_type(self.name) {
            request = request.mime_type(media_type);
        }
        if let Some(proof) = &hash.proof {
            request = request.proof_code(proof.as_str());
        }
        // A repeated call finds the file of the first one by its name, and compares the content.
        let is_repeatable = self.policy == NamePolicy::Replace;
        let response = match self.drive.client().send(request).idempotent(is_repeatable).await.map_err(Error::from) {
            Err(error) if error.has_code(codes::NAME_IN_USE) => return self.name_in_use(),
            response => response?,
        };
        let id = response.file_id.ok_or(Error::MissingField { field: "fileId" })?;
        let name = response.file_name.unwrap_or_else(|| self.name.to_owned());
        if response.exist == Some(true) {
            return Ok(Registration::Done(id, name, UploadKind::Unchanged));
        }
        if response.rapid_upload == Some(true) {
            return Ok(Registration::Done(id, name, UploadKind::Instant));
        }
        let record = UploadRecord { file_id: id.to_string(), name, ..record };
        Ok(Registration::Started(record, response.multi_parts))
    }

    fn name_in_use(&self) -> Result<Registration> {
        match self.policy {
            NamePolicy::Replace => Ok(Registration::Outdated),
            _ => Err(Error::Exists { path: self.name.to_owned() }),
        }
    }

    async fn register_version(
        &self,
        file: &Entry,
        hash: &ContentHash,
        plan: HashPlan,
        stamp: FileStamp,
    ) -> Result<Registration> {
        let mut record = self.record(hash, plan, stamp);
        (record.file_id, record.is_version) = (file.id.to_string(), true);
        let mut request = CreateHistoryVersions::new(self.drive.space_id(), file.id.clone(), stamp.length)
            .upload_mode(UploadMode::Multipart)
            .upload_type(UploadType::Parts)
            .multi_parts(first_parts(&record))
            .sha256(hash.sha256.as_str())
            .pre_hash(hash.prefix.as_str());
        if let Some(proof) = &hash.proof {
            request = request.proof_code(proof.as_str());
        }
        let response = match self.drive.client().send(request).await.map_err(Error::from) {
            Err(error) if error.is_gone() => return Ok(Registration::Outdated),
            response => response?,
        };
        if response.rapid_upload == Some(true) {
            return Ok(Registration::Done(file.id.clone(), file.name.clone(), UploadKind::Instant));
        }
        Ok(Registration::Started(record, response.multi_parts))
    }

    fn record(&self, hash: &ContentHash, plan: HashPlan, stamp: FileStamp) -> UploadRecord {
        let in_order = self.drive.0.options.in_order;
        UploadRecord {
            source: self.source.absolute(),
            name: self.name.to_owned(),
            length: stamp.length,
            modified: stamp.modified,
            sha256: hash.sha256.clone(),
            file_id: String::new(),
            is_version: false,
            part_size: plan.part_size,
            states: if in_order { Vec::new() } else { hash.states.clone() },
            done: Vec::new(),
        }
    }
}

/// Formats a time without a fraction of a second, as the reference does.
fn to_seconds(millis: i64) -> Timestamp {
    let text = Timestamp::from_unix_millis(millis);
    let seconds = text.as_str().split('.').next().unwrap_or_default();
    Timestamp::from(format!("{seconds}Z"))
}

/// Returns true if a file has a content already.
fn is_same(file: &Entry, hash: &ContentHash, stamp: FileStamp) -> bool {
    file.size == stamp.length && file.sha256.as_deref() == Some(&hash.sha256)
}

fn first_parts(record: &UploadRecord) -> Vec<UploadPart> {
    (1..=record.part_count().min(PARTS_PER_CALL)).map(|number| part(record, number)).collect()
}

/// Describes a part for a call.
pub(super) fn part(record: &UploadRecord, number: u32) -> UploadPart {
    let (start, length) = record.part_range(number);
    let part = UploadPart::default().part_number(number).part_size(length);
    if record.states.is_empty() {
        return part;
    }
    let state = number.checked_sub(2).and_then(|index| record.states.get(index as usize));
    part.part_offset(start).hash_ctx(state.copied().unwrap_or_default().into_iter().filter(|_| state.is_some()))
}
