//! Bodies as they are recorded: readable where that can be, and left out where their secrets cannot be found.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use super::node::{Node, Wrong};
use super::tree::{Tree, object};

/// A recorded body. It holds no secrets.
#[derive(Clone, PartialEq)]
pub(super) enum Content {
    /// No bytes.
    Empty,
    /// JSON, written without blanks.
    Json(Tree),
    /// Any other text.
    Text(String),
    /// Bytes that are no text.
    Binary(Bytes),
    /// Of bytes that were sent, their number and SHA-256: enough to tell them from others.
    Digest { bytes: u64, sha256: String },
    /// Nothing is recorded of it.
    LeftOut { why: Why, bytes: Option<u64> },
}

/// Why a body is not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// It is a form of several parts, whose secrets could stand anywhere.
    Multipart,
    /// A request's body that is not in memory. The recorder does not read it.
    Stream,
    /// It is larger than the recorder's limit.
    TooLong,
    /// It is compressed, so its secrets cannot be found.
    Compressed,
    /// It did not come to its end, so its secrets cannot be found.
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
    /// As it stands in the file; nothing for no bytes.
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

    /// The reverse.
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
