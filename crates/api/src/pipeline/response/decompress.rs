//! Compressed responses.
//! They are requested only with the feature `gzip`. The size limit applies to the decompressed body, since a few kilobytes
//! can expand to gigabytes.

use hwc_transport::bytes::Bytes;
use hwc_transport::http::HeaderMap;
use hwc_transport::http::header::{CONTENT_ENCODING, HeaderValue};
use hwc_wire::{DecodeContext, DeviationKind};

use crate::error::Error;

/// Returns the value of `Accept-Encoding`.
pub(crate) fn accept_encoding() -> HeaderValue {
    static ACCEPTED: HeaderValue = HeaderValue::from_static(if cfg!(feature = "gzip") { "gzip" } else { "identity" });
    ACCEPTED.clone()
}

/// Returns the decompressed body.
///
/// Gateways decompress bodies without removing the header. Therefore, a `Content-Encoding` that is not a known compression
/// is ignored, and so is `gzip` if the body is not gzip data.
pub(super) fn decompress(headers: &mut HeaderMap, body: Bytes, limit: usize) -> Result<Bytes, Error> {
    if body.is_empty() {
        return Ok(body);
    }
    match compression(headers) {
        Compression::None => Ok(body),
        Compression::Gzip if !body.starts_with(&GZIP) => Ok(body),
        Compression::Gzip => {
            let body = gunzip(&body, limit)?;
            headers.remove(CONTENT_ENCODING);
            Ok(body)
        }
        Compression::Other => Err(Error::compressed(UNREQUESTED)),
    }
}

/// Rejects compressed files. Files are requested uncompressed and written as received.
pub(super) fn ensure_identity(headers: &HeaderMap) -> Result<(), Error> {
    match compression(headers) {
        Compression::None => Ok(()),
        Compression::Gzip | Compression::Other => Err(Error::compressed(UNREQUESTED)),
    }
}

/// Reports a `Content-Encoding` that remains although the body is not compressed.
pub(crate) fn note_unused_encoding(headers: &HeaderMap, cx: &mut DecodeContext) -> Result<(), Error> {
    let names_one = |value: &HeaderValue| !value.as_bytes().eq_ignore_ascii_case(b"identity");
    if !headers.get_all(CONTENT_ENCODING).iter().any(names_one) {
        return Ok(());
    }
    let note = "does not name the compression of the body";
    let noted = cx.note(DeviationKind::Coerced, CONTENT_ENCODING.as_str(), note);
    noted.map_err(|_| Error::encoding(note))
}

/// The error for a compression that was not requested.
const UNREQUESTED: &str = "it has a compression that was not requested";

/// The first bytes of gzip data.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The compression of a body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compression {
    None,
    Gzip,
    /// Another compression, or several layers.
    Other,
}

/// The registered names of compressions. Gateways also send other values, such as `UTF-8`.
const OTHERS: [&str; 8] = ["deflate", "br", "zstd", "compress", "x-compress", "dcb", "dcz", "lzma"];

/// Parses `Content-Encoding`, which may have several lines with several names each.
fn compression(headers: &HeaderMap) -> Compression {
    let mut found = Compression::None;
    for line in headers.get_all(CONTENT_ENCODING) {
        for name in line.as_bytes().split(|byte| *byte == b',') {
            let name = name.trim_ascii().to_ascii_lowercase();
            let gzip = name == b"gzip" || name == b"x-gzip";
            found = match found {
                Compression::None if gzip => Compression::Gzip,
                _ if gzip || OTHERS.iter().any(|other| other.as_bytes() == name) => Compression::Other,
                found => found,
            };
        }
    }
    found
}

#[cfg(feature = "gzip")]
fn gunzip(body: &[u8], limit: usize) -> Result<Bytes, Error> {
    use std::io::Read;

    let mut plain = Vec::new();
    let beyond = (limit as u64).saturating_add(1);
    let read = flate2::read::MultiGzDecoder::new(body).take(beyond).read_to_end(&mut plain);
    read.map_err(|_| Error::compressed("the gzip data is invalid"))?;
    match plain.len() > limit {
        true => Err(Error::response_body(hwc_transport::BodyError::too_long(limit))),
        false => Ok(plain.into()),
    }
}

#[cfg(not(feature = "gzip"))]
fn gunzip(_: &[u8], _: usize) -> Result<Bytes, Error> {
    Err(Error::compressed("it is compressed; enable the feature `gzip` to decompress it"))
}
