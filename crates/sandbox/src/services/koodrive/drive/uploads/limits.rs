//! The limits of uploads and their parts. The spec validates single numbers; this is about their relations.

use std::collections::BTreeSet;

use hwc_models::koodrive::{UploadMode, UploadPart, UploadType};

use crate::runtime::api_error::ApiError;
use crate::services::koodrive::drive::uploads::{RegisteredPart, Upload};

/// The size of the smallest part, except for the last one.
const SMALLEST: u64 = 5 << 20;

/// The size of a block of SHA-256. Parts that are uploaded in parallel consist of whole blocks.
const BLOCK: u64 = 64;

/// Validates the mode and the type of an upload. The service supports one of each.
pub(crate) fn validate_mode(mode: Option<&UploadMode>, kind: Option<UploadType>) -> Result<(), ApiError> {
    if mode != Some(&UploadMode::Multipart) {
        return Err(ApiError::invalid("uploadMode must be multipart"));
    }
    if kind == Some(UploadType::Parts) { Ok(()) } else { Err(ApiError::invalid("uploadType must be 1")) }
}

/// Validates the announced hash of a content.
pub(crate) fn validate_hash(sha256: Option<&str>) -> Result<(), ApiError> {
    let is_hash = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if sha256.is_none_or(is_hash) { Ok(()) } else { Err(ApiError::invalid("sha256 must have 64 hexadecimal digits")) }
}

/// Adds parts to an upload. Parts with a known number replace the earlier ones.
///
/// # Errors
/// Returns an error of the parameter for parts that are too small, too large together, or not described as required.
pub(super) fn register(upload: &mut Upload, parts: &[UploadPart]) -> Result<(), ApiError> {
    let mut numbers = BTreeSet::new();
    for part in parts {
        let number = part.part_number.unwrap_or_default();
        if !numbers.insert(number) {
            return Err(invalid(number, "is there twice"));
        }
        upload.parts.insert(number, described(part, upload.length)?);
    }
    let last = upload.parts.keys().next_back().copied();
    if let Some((number, _)) = upload.parts.iter().find(|(number, part)| part.size < SMALLEST && Some(**number) != last)
    {
        return Err(invalid(*number, "has less than 5242880 bytes and is not the last one"));
    }
    let total = upload.parts.values().fold(0_u64, |total, part| total.saturating_add(part.size));
    if total > upload.length { Err(ApiError::invalid("the parts have more bytes than the file")) } else { Ok(()) }
}

/// Validates the description of a part of a file with `length` bytes.
fn described(part: &UploadPart, length: u64) -> Result<RegisteredPart, ApiError> {
    let (number, size) = (part.part_number.unwrap_or_default(), part.part_size.unwrap_or_default());
    let hash = match part.hash_ctx.as_slice() {
        [] => None,
        words => Some(words.try_into().map_err(|_| invalid(number, "has a hashCtx that is not eight words"))?),
    };
    let Some(offset) = part.part_offset else {
        return match hash {
            None => Ok(RegisteredPart { size, offset: None, hash: None }),
            Some(_) => Err(invalid(number, "has a hashCtx and no partOffset")),
        };
    };
    if offset.saturating_add(size) > length {
        return Err(invalid(number, "ends after the file"));
    }
    if !offset.is_multiple_of(BLOCK) || (offset + size < length && !size.is_multiple_of(BLOCK)) {
        return Err(invalid(number, "does not consist of whole blocks of 64 bytes"));
    }
    if offset > 0 && hash.is_none() {
        return Err(invalid(number, "has a partOffset and no hashCtx"));
    }
    Ok(RegisteredPart { size, offset: Some(offset), hash })
}

fn invalid(number: u32, problem: &str) -> ApiError {
    ApiError::invalid(format!("part {number} {problem}"))
}
