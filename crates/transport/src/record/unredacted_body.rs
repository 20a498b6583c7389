//! Redaction of bodies. A body is parsed by its format, its secrets are collected, and the rest is written.

use bytes::Bytes;

use super::json;
use super::ordered_json::OrderedJson;
use super::recorded_body::{OmitReason, RecordedBody};
use super::secrets::{REDACTED, Secrets};
use super::sensitive_names::SensitiveNames;
use super::target;
use crate::sign::sha256_hex;

/// A body before redaction.
pub(super) enum UnredactedBody {
    /// A body that needs no redaction.
    WithoutSecrets(RecordedBody),
    Json(OrderedJson, Bytes),
    Form(String),
    Sent(Bytes),
    Received(Bytes),
}

/// The maximum depth of JSON. Deeper JSON is recorded as text, since the file adds levels and parsers have a limit.
const MAX_JSON_DEPTH: usize = 100;

impl UnredactedBody {
    /// Reads the body of a request with the content type `content_type`.
    pub(super) fn sent(body: &crate::Body, content_type: &str, max_bytes: u64) -> Self {
        let Some(bytes) = body.as_bytes() else {
            return UnredactedBody::WithoutSecrets(RecordedBody::Omitted {
                reason: OmitReason::Stream,
                bytes: body.len(),
            });
        };
        if content_type.starts_with("multipart/") {
            return UnredactedBody::WithoutSecrets(RecordedBody::Omitted {
                reason: OmitReason::Multipart,
                bytes: None,
            });
        }
        if bytes.is_empty() {
            return UnredactedBody::WithoutSecrets(RecordedBody::Empty);
        }
        if bytes.len() as u64 > max_bytes {
            return UnredactedBody::Sent(bytes.clone());
        }
        match (OrderedJson::parse(bytes), std::str::from_utf8(bytes)) {
            (Ok(tree), _) => UnredactedBody::Json(tree, bytes.clone()),
            (_, Ok(text)) if content_type.starts_with("application/x-www-form-urlencoded") => {
                UnredactedBody::Form(text.to_owned())
            }
            _ => UnredactedBody::Sent(bytes.clone()),
        }
    }

    /// Reads the body of a response.
    pub(super) fn received(bytes: Bytes) -> Self {
        match OrderedJson::parse(&bytes) {
            _ if bytes.is_empty() => UnredactedBody::WithoutSecrets(RecordedBody::Empty),
            Ok(tree) => UnredactedBody::Json(tree, bytes),
            Err(_) => UnredactedBody::Received(bytes),
        }
    }

    pub(super) fn collect(&self, names: SensitiveNames<'_>, secrets: &mut Secrets) {
        match self {
            UnredactedBody::Json(tree, _) => json::collect(tree, names, secrets),
            UnredactedBody::Form(text) => target::collect_pairs(text, names, secrets),
            UnredactedBody::WithoutSecrets(_) | UnredactedBody::Sent(_) | UnredactedBody::Received(_) => {}
        }
    }

    /// Returns the content to record. `exact` is set for responses: JSON that cannot be restored byte for byte is then
    /// recorded as text.
    pub(super) fn redact(self, names: SensitiveNames<'_>, secrets: &Secrets, exact: bool) -> RecordedBody {
        match self {
            UnredactedBody::WithoutSecrets(content) => content,
            UnredactedBody::Json(tree, bytes) => redact_json(&tree, &bytes, names, secrets, exact),
            UnredactedBody::Form(text) => RecordedBody::Text(target::redact_pairs(&text, names, secrets)),
            UnredactedBody::Sent(bytes) => digest(&bytes),
            UnredactedBody::Received(bytes) => redact_other(bytes, names, secrets),
        }
    }
}

fn redact_json(
    tree: &OrderedJson,
    bytes: &Bytes,
    names: SensitiveNames<'_>,
    secrets: &Secrets,
    exact: bool,
) -> RecordedBody {
    let redacted = json::redact(tree, names, secrets);
    if redacted.depth() > MAX_JSON_DEPTH {
        return RecordedBody::Text(redacted.compact());
    }
    let differs = exact && redacted == *tree && tree.compact().as_bytes() != bytes;
    match std::str::from_utf8(bytes) {
        Ok(text) if differs => RecordedBody::Text(text.to_owned()),
        _ => RecordedBody::Json(redacted),
    }
}

fn redact_other(bytes: Bytes, names: SensitiveNames<'_>, secrets: &Secrets) -> RecordedBody {
    match std::str::from_utf8(&bytes) {
        Ok(text) if names.contains_any(text) => RecordedBody::Text(REDACTED.to_owned()),
        Ok(text) => RecordedBody::Text(secrets.redact(text)),
        Err(_) if secrets.contains_any(&bytes) || names.contains_any(&String::from_utf8_lossy(&bytes)) => {
            RecordedBody::Text(REDACTED.to_owned())
        }
        Err(_) => RecordedBody::Binary(bytes),
    }
}

fn digest(bytes: &[u8]) -> RecordedBody {
    let sha256 = sha256_hex(bytes);
    RecordedBody::Digest { bytes: bytes.len() as u64, sha256 }
}
