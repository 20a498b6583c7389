//! Contents and uploads that may no longer be used. Their files are deleted after the transaction, because a transaction that
//! fails must not lose a content.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::contents::ContentStore;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, Records, StoredRecord};
use crate::runtime::store::Transaction;
use crate::services::koodrive::drive::uploads::Upload;

/// A note of something that may be unused.
#[derive(Serialize, Deserialize)]
pub(crate) struct Unused {
    key: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Kind {
    Content,
    Upload,
}

impl StoredRecord for Unused {
    const KIND: &'static str = "koodrive.unused";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.key
    }
}

/// Notes that a user of a content is gone.
pub(super) fn note_content(cx: &Context<'_>, sha256: &str) -> Result<(), ApiError> {
    note(cx, sha256, Kind::Content)
}

/// Notes that an upload is gone.
pub(super) fn note_upload(cx: &Context<'_>, upload: &str) -> Result<(), ApiError> {
    note(cx, upload, Kind::Upload)
}

fn note(cx: &Context<'_>, key: &str, kind: Kind) -> Result<(), ApiError> {
    cx.contents.expect_unused();
    cx.records().put(&Unused { key: key.to_owned(), kind })
}

/// Deletes the files of noted contents and uploads that are indeed unused. Called after each transaction, on the connection
/// that writes, so that no other request begins to use one in the meantime.
pub(crate) fn remove(db: &Connection, contents: &ContentStore) -> Result<(), ApiError> {
    if !contents.take_unused() {
        return Ok(());
    }
    let removed = remove_noted(db, contents);
    if removed.is_err() {
        contents.expect_unused();
    }
    removed
}

fn remove_noted(db: &Connection, contents: &ContentStore) -> Result<(), ApiError> {
    let transaction = Transaction::begin(db)?;
    let notes = Records::<Unused>::of_owner(db, Owner::COMPANY);
    for note in notes.query().all()? {
        let removed = match note.kind {
            Kind::Content if !is_content_used(db, &note.key)? => contents.remove(&note.key),
            Kind::Upload if !is_upload_used(db, &note.key)? => contents.end_upload(&note.key),
            _ => Ok(()),
        };
        removed.map_err(|error| ApiError::internal(format!("cannot remove a content: {error}")))?;
        notes.delete(&note.key)?;
    }
    Ok(transaction.commit()?)
}

/// Deletes the files of all contents and uploads that the database does not name.
///
/// # Errors
/// Returns an internal error if the file system fails.
pub(crate) fn remove_orphans(db: &Connection, contents: &ContentStore) -> Result<(), ApiError> {
    // What cannot be looked up remains.
    let is_content_used = |sha256: &str| is_content_used(db, sha256).unwrap_or(true);
    let is_upload_used = |upload: &str| is_upload_used(db, upload).unwrap_or(true);
    let removed = contents.remove_orphans(&is_content_used, &is_upload_used);
    removed.map_err(|error| ApiError::internal(format!("cannot remove unused contents: {error}")))
}

/// Returns true if a record has a content. Records of any kind declare that with a column called `content`.
fn is_content_used(db: &Connection, sha256: &str) -> Result<bool, ApiError> {
    let sql = "SELECT 1 FROM record_kinds k JOIN record_columns c
        ON c.kind = k.kind AND c.owner = ?1 AND c.name = 'content' AND c.value = ?2";
    Ok(db.prepare_cached(sql)?.exists((Owner::COMPANY, sha256))?)
}

fn is_upload_used(db: &Connection, upload: &str) -> Result<bool, ApiError> {
    Ok(Records::<Upload>::of_owner(db, Owner::COMPANY).get(upload)?.is_some())
}
