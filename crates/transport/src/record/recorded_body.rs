//! Recorded bodies: readable if possible, omitted if their secrets cannot be found.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use super::cursor::{Cursor, FormatError};
use super::ordered_json::{OrderedJson, object};

/// A recorded body. It contains no secrets.
#[derive(Clone, PartialEq)]
pub(super) enum RecordedBody {
    /// No bytes.
    Empty,
    /// JSON, written without whitespace.
    Json(OrderedJson),
    /// Any other text.
    Text(String),
    /// Bytes that are not UTF-8.
    Binary(Bytes),
    /// The length and SHA-256 of bytes that were sent, enough to compare them.
    Digest { bytes: u64, sha256: String },
    /// A body that was omitted.
    Omitted { reason: OmitReason, bytes: Option<u64> },
}

/// The reason why a body is omitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OmitReason {
    /// A multipart form, which may contain secrets anywhere.
    Multipart,
    /// A request body that is not in memory. The recorder does not read it.
    Stream,
    /// A body that exceeds the recorder's limit.
    TooLong,
    /// A compressed body, whose secrets cannot be found.
    Compressed,
    /// A body that ended early, whose secrets cannot be found.
    Interrupted,
}

const REASONS: [(OmitReason, &str); 5] = [
    (OmitReason::Multipart, "multipart"),
    (OmitReason::Stream, "stream"),
    (OmitReason::TooLong, "too long"),
    (OmitReason::Compressed, "compressed"),
    (OmitReason::Interrupted, "broke off"),
];

impl OmitReason {
    fn word(self) -> &'static str {
        REASONS.iter().find(|(reason, _)| *reason == self).map_or("", |(_, word)| word)
    }
}

impl RecordedBody {
    /// Converts to the JSON of the file. Returns `None` for an empty body.
    pub(super) fn to_tree(&self) -> Option<OrderedJson> {
        Some(match self {
            RecordedBody::Empty => return None,
            RecordedBody::Json(json) => object([("json", Some(json.clone()))]),
            RecordedBody::Text(text) => object([("text", Some(text.as_str().into()))]),
            RecordedBody::Binary(bytes) => object([("base64", Some(STANDARD.encode(bytes).as_str().into()))]),
            RecordedBody::Digest { bytes, sha256 } => {
                object([("bytes", Some((*bytes).into())), ("sha256", Some(sha256.as_str().into()))])
            }
            RecordedBody::Omitted { reason, bytes } => {
                object([("left_out", Some(reason.word().into())), ("bytes", bytes.map(OrderedJson::from))])
            }
        })
    }

    /// Converts from the JSON of the file.
    pub(super) fn from_node(node: Option<&Cursor<'_>>) -> Result<Self, FormatError> {
        let Some(node) = node else { return Ok(RecordedBody::Empty) };
        node.expect_members(&["json", "text", "base64", "bytes", "sha256", "left_out"])?;
        let bytes = node.optional("bytes").map(|bytes| bytes.uint()).transpose()?;
        if let Some(json) = node.optional("json") {
            return Ok(RecordedBody::Json(json.tree().clone()));
        }
        if let Some(text) = node.optional("text") {
            return Ok(RecordedBody::Text(text.text()?.to_owned()));
        }
        if let Some(text) = node.optional("base64") {
            let decoded = STANDARD.decode(text.text()?);
            return Ok(RecordedBody::Binary(decoded.map_err(|_| text.error("it is not Base64"))?.into()));
        }
        if let Some(sum) = node.optional("sha256") {
            return Ok(RecordedBody::Digest { bytes: node.member("bytes")?.uint()?, sha256: sum.text()?.to_owned() });
        }
        let omitted = node.member("left_out")?;
        let word = omitted.text()?;
        let reason = REASONS.iter().find(|(_, known)| *known == word).map(|(reason, _)| *reason);
        Ok(RecordedBody::Omitted { reason: reason.ok_or_else(|| omitted.error("unknown reason"))?, bytes })
    }
}
