//! Recorded bodies: readable if possible, omitted if their secrets cannot be found.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use super::node::{Node, Wrong};
use super::tree::{Tree, object};

/// A recorded body. It contains no secrets.
#[derive(Clone, PartialEq)]
pub(super) enum Content {
    /// No bytes.
    Empty,
    /// JSON, written without whitespace.
    Json(Tree),
    /// Any other text.
    Text(String),
    /// Bytes that are not UTF-8.
    Binary(Bytes),
    /// The length and SHA-256 of bytes that were sent, enough to compare them.
    Digest { bytes: u64, sha256: String },
    /// A body that was omitted.
    LeftOut { why: Why, bytes: Option<u64> },
}

/// The reason why a body is omitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// A multipart form, which may contain secrets anywhere.
    Multipart,
    /// A request body that is not in memory. The recorder does not read it.
    Stream,
    /// A body that exceeds the recorder's limit.
    TooLong,
    /// A compressed body, whose secrets cannot be found.
    Compressed,
    /// A body that ended early, whose secrets cannot be found.
    BrokeOff,
}

const WHYS: [(Why, &str); 5] = [
    (Why::Multipart, "multipart"),
    (Why::Stream, "stream"),
    (Why::TooLong, "too long"),
    (Why::Compressed, "compressed"),
    (Why::BrokeOff, "broke off"),
];

impl Why {
    fn word(self) -> &'static str {
        WHYS.iter().find(|(why, _)| *why == self).map_or("", |(_, word)| word)
    }
}

impl Content {
    /// Converts to the JSON of the file. Returns `None` for an empty body.
    pub(super) fn to_tree(&self) -> Option<Tree> {
        Some(match self {
            Content::Empty => return None,
            Content::Json(json) => object([("json", Some(json.clone()))]),
            Content::Text(text) => object([("text", Some(text.as_str().into()))]),
            Content::Binary(bytes) => object([("base64", Some(STANDARD.encode(bytes).as_str().into()))]),
            Content::Digest { bytes, sha256 } => {
                object([("bytes", Some((*bytes).into())), ("sha256", Some(sha256.as_str().into()))])
            }
            Content::LeftOut { why, bytes } => {
                object([("left_out", Some(why.word().into())), ("bytes", bytes.map(Tree::from))])
            }
        })
    }

    /// Converts from the JSON of the file.
    pub(super) fn from_node(node: Option<&Node<'_>>) -> Result<Self, Wrong> {
        let Some(node) = node else { return Ok(Content::Empty) };
        node.known(&["json", "text", "base64", "bytes", "sha256", "left_out"])?;
        let bytes = node.optional("bytes").map(|bytes| bytes.uint()).transpose()?;
        if let Some(json) = node.optional("json") {
            return Ok(Content::Json(json.tree().clone()));
        }
        if let Some(text) = node.optional("text") {
            return Ok(Content::Text(text.text()?.to_owned()));
        }
        if let Some(text) = node.optional("base64") {
            let decoded = STANDARD.decode(text.text()?);
            return Ok(Content::Binary(decoded.map_err(|_| text.wrong("it is no Base64"))?.into()));
        }
        if let Some(sum) = node.optional("sha256") {
            return Ok(Content::Digest { bytes: node.member("bytes")?.uint()?, sha256: sum.text()?.to_owned() });
        }
        let left_out = node.member("left_out")?;
        let word = left_out.text()?;
        let why = WHYS.iter().find(|(_, known)| *known == word).map(|(why, _)| *why);
        Ok(Content::LeftOut { why: why.ok_or_else(|| left_out.wrong("it is no known reason"))?, bytes })
    }
}
