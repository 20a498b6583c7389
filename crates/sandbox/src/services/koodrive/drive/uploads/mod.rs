//! Uploads of files and of new versions: registering parts, links to send them to, and joining them.

mod instant;
mod limits;
mod record;

use hwc_models::koodrive::UploadPart;
use hwc_wire::PresignedUrl;

use crate::runtime::api_error::ApiError;
use crate::runtime::contents::JoinError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::content::StoredContent;
use crate::services::koodrive::refused;

pub(crate) use instant::{Proof, find_known};
pub(crate) use limits::{validate_hash, validate_mode};
pub(crate) use record::{
    PlannedFile, PlannedVersion, RegisteredPart, Upload, UploadResult, delete, delete_expired, find, find_part,
};

/// The parameters of a new upload.
pub(crate) struct NewUpload<'a> {
    /// The ID of the file, which may not exist yet.
    pub(crate) file: String,
    pub(crate) space: &'a str,
    pub(crate) result: UploadResult,
    pub(crate) length: u64,
    pub(crate) sha256: Option<&'a str>,
    pub(crate) parts: &'a [UploadPart],
}

/// Starts an upload.
///
/// # Errors
/// Returns an error of the parameter for invalid parts.
pub(crate) fn start(cx: &Context<'_>, new: NewUpload<'_>) -> Result<Upload, ApiError> {
    delete_expired(cx)?;
    let mut upload = Upload {
        id: new_id(cx)?,
        file: new.file,
        user: cx.caller.id.clone(),
        space: new.space.to_owned(),
        result: new.result,
        length: new.length,
        sha256: new.sha256.map(str::to_ascii_lowercase),
        started_at: cx.now,
        parts: [].into(),
    };
    limits::register(&mut upload, new.parts)?;
    cx.contents.begin_upload(&upload.id).map_err(|error| unwritable(&error))?;
    cx.records().insert(&upload)?;
    Ok(upload)
}

/// Registers more parts of an upload. Parts with a known number replace the earlier ones.
///
/// # Errors
/// Returns an error of the parameter for invalid parts.
pub(crate) fn extend(cx: &Context<'_>, upload: &mut Upload, parts: &[UploadPart]) -> Result<(), ApiError> {
    limits::register(upload, parts)?;
    cx.records().update(upload).map(|_| ())
}

/// Returns parts with the URLs to send their contents to.
pub(crate) fn with_urls(cx: &Context<'_>, upload: &Upload, parts: &[UploadPart]) -> Vec<UploadPart> {
    let signer = cx.presigner();
    let with_url = |part: &UploadPart| {
        let url = signer.upload(&upload.id, part.part_number.unwrap_or_default(), part.part_size.unwrap_or_default());
        let mut part = part.clone();
        part.upload_url = Some(PresignedUrl::from(url));
        part
    };
    parts.iter().map(with_url).collect()
}

/// Joins the parts of an upload to its content.
///
/// # Errors
/// Returns 13000402 if a part is missing, or the content is not the announced one.
pub(crate) fn join(cx: &Context<'_>, upload: &Upload, sha256: Option<&str>) -> Result<StoredContent, ApiError> {
    let parts = upload.parts();
    if parts.iter().map(|part| part.size).sum::<u64>() != upload.length {
        return Err(incomplete("The parts do not have the size of the file together."));
    }
    let expected: Vec<&str> = [sha256, upload.sha256.as_deref()].into_iter().flatten().collect();
    match cx.contents.join(&upload.id, &parts, &expected) {
        Ok(stored) => Ok(stored.into()),
        Err(JoinError::Io(error)) => Err(unwritable(&error)),
        Err(JoinError::Missing(number)) => Err(incomplete(&format!("Part {number} is missing."))),
        Err(JoinError::WrongState(number)) => Err(incomplete(&format!("The hashCtx of part {number} is wrong."))),
        Err(JoinError::WrongHash) => Err(incomplete("The content has another SHA-256.")),
    }
}

/// Returns the ID of a new upload in the form of the reference.
fn new_id(cx: &Context<'_>) -> Result<String, ApiError> {
    let mut id = cx.secret("upload")?;
    id.truncate(32);
    Ok(id.to_ascii_uppercase())
}

/// Returns the error of the reference for a content that is incomplete, with the problem.
fn incomplete(problem: &str) -> ApiError {
    let error = refused("13000402");
    let message = format!("{} {problem}", error.message);
    ApiError { message, ..error }
}

fn unwritable(error: &std::io::Error) -> ApiError {
    ApiError::internal(format!("the sandbox cannot store the content: {error}"))
}
