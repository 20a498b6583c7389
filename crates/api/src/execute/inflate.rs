//! Answers that came compressed. They are asked for with the feature `gzip` only, and the limit for answers holds for what
//! they become: a few kilobytes can unfold to gigabytes.

use hwc_transport::bytes::Bytes;
use hwc_transport::http::HeaderMap;
use hwc_transport::http::header::{CONTENT_ENCODING, HeaderValue};

use crate::error::Error;

/// What is sent as `Accept-Encoding`.
pub(super) fn accepted() -> HeaderValue {
    HeaderValue::from_static(if cfg!(feature = "gzip") { "gzip" } else { "identity" })
}

/// The body as it was before it was compressed.
pub(super) fn inflate(headers: &mut HeaderMap, body: Bytes, limit: usize) -> Result<Bytes, Error> {
    let Some(encoding) = headers.get(CONTENT_ENCODING).filter(|_| !body.is_empty()) else {
        return Ok(body);
    };
    let encoding = encoding.to_str().unwrap_or("?").trim().to_ascii_lowercase();
    match encoding.as_str() {
        "" | "identity" => Ok(body),
        "gzip" | "x-gzip" => {
            let body = gunzip(&body, limit)?;
            headers.remove(CONTENT_ENCODING);
            Ok(body)
        }
        _ => Err(Error::compressed("in a way that was not asked for")),
    }
}

/// Refuses what came compressed where nothing of the kind was asked for: a file is written as it comes.
pub(super) fn plain(headers: &HeaderMap) -> Result<(), Error> {
    let encoding = headers.get(CONTENT_ENCODING).map(|encoding| encoding.to_str().unwrap_or("?").trim());
    match encoding {
        None | Some("" | "identity") => Ok(()),
        Some(_) => Err(Error::compressed("in a way that was not asked for")),
    }
}

#[cfg(feature = "gzip")]
fn gunzip(body: &[u8], limit: usize) -> Result<Bytes, Error> {
    use std::io::Read;

    let mut plain = Vec::new();
    let beyond = (limit as u64).saturating_add(1);
    let read = flate2::read::MultiGzDecoder::new(body).take(beyond).read_to_end(&mut plain);
    read.map_err(|_| Error::compressed("and broken"))?;
    match plain.len() > limit {
        true => Err(Error::body(hwc_transport::BodyError::too_long(limit))),
        false => Ok(plain.into()),
    }
}

#[cfg(not(feature = "gzip"))]
fn gunzip(_: &[u8], _: usize) -> Result<Bytes, Error> {
    Err(Error::compressed("which was not asked for: switch the feature `gzip` on to take such answers"))
}
