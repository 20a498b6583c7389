//! The contents of files. Several files can share a content: a copy has the content of its source.

use std::io::{Cursor, Read, Seek};

use hwc_wire::PresignedUrl;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::http::objects;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::Node;

/// The ID of a stored content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct ContentId(i64);

impl ContentId {
    /// Returns the value for a column of a record.
    pub(crate) fn column(&self) -> i64 {
        self.0
    }
}

/// A stored content and its properties.
#[derive(Clone, Debug)]
pub(crate) struct StoredContent {
    pub(crate) id: ContentId,
    pub(crate) size: u64,
    pub(crate) sha256: Option<String>,
}

/// A readable content.
pub(crate) trait ContentReader: Read + Seek {}

impl<T: Read + Seek> ContentReader for T {}

/// Stores a content. The name is that of the first file that has it.
pub(crate) fn put(cx: &Context<'_>, name: &str, content: &mut dyn Read) -> Result<StoredContent, ApiError> {
    let mut bytes = Vec::new();
    content.read_to_end(&mut bytes).map_err(|error| ApiError::internal(format!("cannot store {name}: {error}")))?;
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let id = ContentId(objects::put(cx.db, name, &bytes)?);
    Ok(StoredContent { id, size: bytes.len() as u64, sha256: Some(sha256) })
}

/// Opens a content for reading.
///
/// # Errors
/// Returns an internal error if the content does not exist.
pub(crate) fn open(cx: &Context<'_>, id: &ContentId) -> Result<Box<dyn ContentReader>, ApiError> {
    let bytes = objects::get(cx.db, id.0)?.ok_or_else(|| ApiError::internal("the content of a file is missing"))?;
    Ok(Box::new(Cursor::new(bytes)))
}

/// Returns a presigned URL of a content.
pub(crate) fn url(cx: &Context<'_>, id: &ContentId) -> PresignedUrl {
    PresignedUrl::from(cx.link(id.0))
}

/// Deletes a content if no file has it anymore.
pub(crate) fn release(cx: &Context<'_>, id: &ContentId) -> Result<(), ApiError> {
    if cx.records::<Node>().query().filter("content", id.column()).count()? == 0 {
        objects::remove(cx.db, id.0)?;
    }
    Ok(())
}
