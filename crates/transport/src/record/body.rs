//! Redaction of bodies. A body is parsed by its format, its secrets are collected, and the rest is written.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::content::{Content, Why};
use super::json;
use super::names::Names;
use super::secrets::{REDACTED, Secrets};
use super::target;
use super::tree::Tree;
use bytes::Bytes;

/// A body before redaction.
pub(super) enum Raw {
    /// A body that needs no redaction.
    Known(Content),
    Json(Tree, Bytes),
    Form(String),
    Sent(Bytes),
    Received(Bytes),
}

/// The maximum depth of JSON. Deeper JSON is recorded as text, since the file adds levels and parsers have a limit.
const DEEPEST: usize = 100;

impl Raw {
    /// Reads the body of a request with the content type `kind`.
    pub(super) fn sent(body: &crate::Body, kind: &str, most: u64) -> Self {
        let Some(bytes) = body.as_bytes() else {
            return Raw::Known(Content::LeftOut { why: Why::Stream, bytes: body.len() });
        };
        if kind.starts_with("multipart/") {
            return Raw::Known(Content::LeftOut { why: Why::Multipart, bytes: None });
        }
        if bytes.is_empty() {
            return Raw::Known(Content::Empty);
        }
        if bytes.len() as u64 > most {
            return Raw::Sent(bytes.clone());
        }
        match (Tree::parse(bytes), std::str::from_utf8(bytes)) {
            (Ok(tree), _) => Raw::Json(tree, bytes.clone()),
            (_, Ok(text)) if kind.starts_with("application/x-www-form-urlencoded") => Raw::Form(text.to_owned()),
            _ => Raw::Sent(bytes.clone()),
        }
    }

    /// Reads the body of a response.
    pub(super) fn received(bytes: Bytes) -> Self {
        match Tree::parse(&bytes) {
            _ if bytes.is_empty() => Raw::Known(Content::Empty),
            Ok(tree) => Raw::Json(tree, bytes),
            Err(_) => Raw::Received(bytes),
        }
    }

    pub(super) fn find(&self, names: Names<'_>, secrets: &mut Secrets) {
        match self {
            Raw::Json(tree, _) => json::find(tree, names, secrets),
            Raw::Form(text) => target::find_pairs(text, names, secrets),
            Raw::Known(_) | Raw::Sent(_) | Raw::Received(_) => {}
        }
    }

    /// Returns the content to record. `exact` is set for responses: JSON that cannot be restored byte for byte is then
    /// recorded as text.
    pub(super) fn redact(self, names: Names<'_>, secrets: &Secrets, exact: bool) -> Content {
        match self {
            Raw::Known(content) => content,
            Raw::Json(tree, bytes) => redact_json(&tree, &bytes, names, secrets, exact),
            Raw::Form(text) => Content::Text(target::redact_pairs(&text, names, secrets)),
            Raw::Sent(bytes) => digest(&bytes),
            Raw::Received(bytes) => redact_other(bytes, names, secrets),
        }
    }
}

fn redact_json(tree: &Tree, bytes: &Bytes, names: Names<'_>, secrets: &Secrets, exact: bool) -> Content {
    let redacted = json::redact(tree, names, secrets);
    if redacted.depth() > DEEPEST {
        return Content::Text(redacted.compact());
    }
    let differs = exact && redacted == *tree && tree.compact().as_bytes() != bytes;
    match std::str::from_utf8(bytes) {
        Ok(text) if differs => Content::Text(text.to_owned()),
        _ => Content::Json(redacted),
    }
}

fn redact_other(bytes: Bytes, names: Names<'_>, secrets: &Secrets) -> Content {
    match std::str::from_utf8(&bytes) {
        Ok(text) if names.are_in(text) => Content::Text(REDACTED.to_owned()),
        Ok(text) => Content::Text(secrets.cut(text)),
        Err(_) if secrets.are_in(&bytes) || names.are_in(&String::from_utf8_lossy(&bytes)) => {
            Content::Text(REDACTED.to_owned())
        }
        Err(_) => Content::Binary(bytes),
    }
}

fn digest(bytes: &[u8]) -> Content {
    let mut sha256 = String::new();
    for byte in Sha256::digest(bytes) {
        // Writing to a `String` cannot fail.
        let _ = write!(sha256, "{byte:02x}");
    }
    Content::Digest { bytes: bytes.len() as u64, sha256 }
}
