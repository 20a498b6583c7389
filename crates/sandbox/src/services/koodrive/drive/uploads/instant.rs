//! Instant uploads: a content that the company has already is not sent again. Its hash alone does not open it, so the caller
//! proves to have the content.

use std::io::{Read, Seek, SeekFrom};

use crate::runtime::api_error::ApiError;
use crate::runtime::contents::{ContentReader, Stored, sha256};
use crate::runtime::context::Context;
use crate::services::koodrive::drive::content::StoredContent;

/// The number of bytes that `preHash` covers, and that a proof covers at most.
const PREFIX: u64 = 1024;
const PROVEN: u64 = 8;

/// The description of a content by a caller.
pub(crate) struct Proof<'a> {
    pub(crate) length: u64,
    pub(crate) sha256: Option<&'a str>,
    pub(crate) prefix: Option<&'a str>,
    pub(crate) code: Option<&'a str>,
}

/// Finds a known content that the caller has as well. Returns `None` if the content has to be sent.
///
/// # Errors
/// Returns an internal error if a known content cannot be read.
pub(crate) fn find_known(cx: &Context<'_>, proof: &Proof<'_>) -> Result<Option<StoredContent>, ApiError> {
    let Some(sha256) = proof.sha256.map(str::to_ascii_lowercase) else {
        return Ok(None);
    };
    let is_proven = |mut content: ContentReader| is_proven(cx, proof, &mut content);
    let known = cx.contents.open(&sha256).and_then(|found| found.map_or(Ok(false), is_proven));
    let known = known.map_err(|error| ApiError::internal(format!("cannot read a content: {error}")))?;
    Ok(known.then(|| Stored { sha256, size: proof.length }.into()))
}

fn is_proven(cx: &Context<'_>, proof: &Proof<'_>, content: &mut ContentReader) -> std::io::Result<bool> {
    if content.size() != proof.length {
        return Ok(false);
    }
    if let Some(prefix) = proof.prefix
        && !prefix.eq_ignore_ascii_case(&hash_of(content, 0, PREFIX)?)
    {
        return Ok(false);
    }
    // An empty content needs no proof.
    if proof.length == 0 {
        return Ok(true);
    }
    let (Some(code), Some(origin)) = (proof.code, &cx.proof_origin) else {
        return Ok(false);
    };
    let expected = hash_of(content, start(origin, proof.length), PROVEN)?;
    Ok(code.eq_ignore_ascii_case(&expected))
}

/// Returns the position of the bytes that a caller has to know.
fn start(origin: &str, length: u64) -> u64 {
    let seed = sha256(origin.as_bytes());
    let digest = sha256(seed.as_bytes());
    let last = u64::from_str_radix(&digest[48..], 16).unwrap_or_default();
    (last & (u64::MAX >> 1)) % length
}

/// Returns the hash of some bytes of a content, or of those that exist.
fn hash_of(content: &mut ContentReader, start: u64, length: u64) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    content.seek(SeekFrom::Start(start))?;
    content.take(length).read_to_end(&mut bytes)?;
    Ok(sha256(&bytes))
}
