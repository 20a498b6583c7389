//! The stored record of an upload.

use std::collections::BTreeMap;

use hwc_models::koodrive::FileType;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::contents::{Part, Sha256State};
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, Records, StoredRecord};
use crate::runtime::times::DAY;
use crate::services::koodrive::drive::unused;
use crate::services::koodrive::refused;

/// An upload that is not complete.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Upload {
    /// The ID in the storage, which is part of the URLs: 32 hexadecimal digits.
    pub(crate) id: String,
    /// The ID of the file, which exists already if this is a new version of it.
    pub(crate) file: String,
    /// The user who started the upload. Other users cannot continue it.
    pub(crate) user: String,
    pub(crate) space: String,
    pub(crate) result: UploadResult,
    pub(crate) length: u64,
    pub(crate) sha256: Option<String>,
    pub(crate) started_at: i64,
    /// The registered parts by number.
    pub(crate) parts: BTreeMap<u32, RegisteredPart>,
}

/// The thing that an upload becomes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum UploadResult {
    File(PlannedFile),
    Version(PlannedVersion),
    /// A file of a device backup, which exists once the backup is complete.
    BackupFile,
}

/// The properties of a file that exists once its upload is complete.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PlannedFile {
    pub(crate) parent: String,
    pub(crate) name: String,
    pub(crate) file_type: FileType,
    /// The code of the policy for a name in use.
    pub(crate) policy: i64,
    pub(crate) mime: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) hidden: bool,
    pub(crate) created_at: Option<i64>,
}

/// The properties of a new version of a file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PlannedVersion {
    pub(crate) keep_forever: bool,
    pub(crate) mime: Option<String>,
}

/// A part that a client asked a URL for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RegisteredPart {
    pub(crate) size: u64,
    pub(crate) offset: Option<u64>,
    /// The words of the hash before the part.
    pub(crate) hash: Option<[u32; 8]>,
}

impl StoredRecord for Upload {
    const KIND: &'static str = "koodrive.upload";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("file", |upload| upload.file.clone().into()),
        Column::new("user", |upload| upload.user.clone().into()),
        Column::new("version", |upload| matches!(upload.result, UploadResult::Version(_)).into()),
    ];

    fn key(&self) -> &str {
        &self.id
    }
}

impl Upload {
    /// Returns the registered parts in their order.
    pub(crate) fn parts(&self) -> Vec<Part> {
        self.parts.iter().map(|(number, part)| part.to_part(*number)).collect()
    }

    fn is_expired(&self, now: i64) -> bool {
        now - self.started_at >= DAY
    }
}

impl RegisteredPart {
    fn to_part(&self, number: u32) -> Part {
        let announced = self.hash.zip(self.offset).and_then(|(words, offset)| Sha256State::resume(words, offset));
        Part { number, size: self.size, announced }
    }
}

/// Finds an upload of the caller by its file. With `version`, only a file or a new version.
///
/// # Errors
/// Returns 13000401 if there is none, or it has expired.
pub(crate) fn find(cx: &Context<'_>, file: &str, version: Option<bool>) -> Result<Upload, ApiError> {
    let query = cx.records::<Upload>().query().filter("file", file.to_owned()).filter("user", cx.caller.id.clone());
    let found = query.filter_opt("version", version).first()?;
    found.filter(|upload| !upload.is_expired(cx.now)).ok_or_else(|| refused("13000401"))
}

/// Returns a part of an upload and the number of the part before it, for a request to the storage. Returns `None` if the
/// upload does not exist or has expired.
pub(crate) fn find_part(
    db: &Connection,
    upload: &str,
    number: u32,
    now: i64,
) -> Result<Option<(Part, Option<u32>)>, ApiError> {
    let found = Records::<Upload>::of_owner(db, Owner::COMPANY).get(upload)?;
    let Some(upload) = found.filter(|upload| !upload.is_expired(now)) else {
        return Ok(None);
    };
    let before = upload.parts.range(..number).next_back().map(|(number, _)| *number);
    Ok(upload.parts.get(&number).map(|part| (part.to_part(number), before)))
}

/// Deletes an upload, and its parts after the transaction.
pub(crate) fn delete(cx: &Context<'_>, upload: &Upload) -> Result<(), ApiError> {
    cx.records::<Upload>().delete(&upload.id)?;
    unused::note_upload(cx, &upload.id)
}

/// Deletes the uploads that have expired.
pub(crate) fn delete_expired(cx: &Context<'_>) -> Result<(), ApiError> {
    // Uploads are in the order of their start.
    for upload in cx.records::<Upload>().query().all()?.iter().take_while(|upload| upload.is_expired(cx.now)) {
        delete(cx, upload)?;
    }
    Ok(())
}
