//! The contents of files. Several files and versions can share a content: a copy has the content of its source.

use std::io::{Cursor, Read, Seek};

use hwc_wire::PresignedUrl;
use serde::{Deserialize, Serialize};

use crate::http::objects;
use crate::runtime::api_error::ApiError;
use crate::runtime::contents::Stored;
use crate::runtime::context::Context;
use crate::runtime::records::ColumnValue;
use crate::services::koodrive::drive::{Node, unused};

/// The ID of a stored content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum ContentId {
    /// The SHA-256 of a content on the disk.
    Stored(String),
    /// The number of a content in the database, which an earlier version of the sandbox stored.
    Object(i64),
}

/// Returns the value of the column `content`. Each record that has a content declares it: a content without one is removed.
pub(crate) fn column(id: Option<&ContentId>) -> ColumnValue {
    match id {
        Some(ContentId::Stored(sha256)) => sha256.clone().into(),
        Some(ContentId::Object(number)) => (*number).into(),
        None => ColumnValue::Null,
    }
}

/// A stored content and its properties.
#[derive(Clone, Debug)]
pub(crate) struct StoredContent {
    pub(crate) id: ContentId,
    pub(crate) size: u64,
    pub(crate) sha256: Option<String>,
}

impl From<Stored> for StoredContent {
    fn from(stored: Stored) -> Self {
        let id = ContentId::Stored(stored.sha256.clone());
        Self { id, size: stored.size, sha256: Some(stored.sha256) }
    }
}

/// A readable content.
pub(crate) trait ContentReader: Read + Seek {}

impl<T: Read + Seek> ContentReader for T {}

/// Stores a content, piece by piece. The name is for the error.
///
/// # Errors
/// Returns an internal error if the content cannot be read or written.
pub(crate) fn put(cx: &Context<'_>, name: &str, content: &mut dyn Read) -> Result<StoredContent, ApiError> {
    let stored = cx.contents.put(content);
    Ok(stored.map_err(|error| ApiError::internal(format!("cannot store {name}: {error}")))?.into())
}

/// Opens a content for reading.
///
/// # Errors
/// Returns an internal error if the content does not exist.
pub(crate) fn open(cx: &Context<'_>, id: &ContentId) -> Result<Box<dyn ContentReader>, ApiError> {
    let missing = || ApiError::internal("the content of a file is missing");
    match id {
        ContentId::Object(number) => {
            let bytes = objects::get(cx.db, *number)?.ok_or_else(missing)?;
            Ok(Box::new(Cursor::new(bytes)))
        }
        ContentId::Stored(sha256) => {
            let opened = cx.contents.open(sha256);
            let found = opened.map_err(|error| ApiError::internal(format!("cannot open a content: {error}")))?;
            Ok(Box::new(found.ok_or_else(missing)?))
        }
    }
}

/// Returns a presigned URL of a content. A browser saves it under the name.
pub(crate) fn url_as(cx: &Context<'_>, id: &ContentId, name: &str) -> PresignedUrl {
    url_with(cx, id, Some(name))
}

/// Returns a presigned URL of a content without a name.
pub(crate) fn url(cx: &Context<'_>, id: &ContentId) -> PresignedUrl {
    url_with(cx, id, None)
}

fn url_with(cx: &Context<'_>, id: &ContentId, name: Option<&str>) -> PresignedUrl {
    PresignedUrl::from(match id {
        ContentId::Object(number) => cx.link(*number),
        ContentId::Stored(sha256) => cx.presigner().download(sha256, name),
    })
}

/// Deletes a content after the transaction, unless a file or a version has it then.
pub(crate) fn release(cx: &Context<'_>, id: &ContentId) -> Result<(), ApiError> {
    match id {
        ContentId::Stored(sha256) => unused::note_content(cx, sha256),
        ContentId::Object(number) => {
            if cx.records::<Node>().query().filter("content", *number).count()? == 0 {
                objects::remove(cx.db, *number)?;
            }
            Ok(())
        }
    }
}
