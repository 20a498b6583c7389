//! Redaction of logged requests: secret fields by name and by value, headers with credentials, and signatures of URLs.

use hwc_transport::http::HeaderMap;
use hwc_wire::catalog::OperationEntry;
use hwc_wire::value::REDACTED;
use hwc_wire::{Record, collect_secrets};
use percent_encoding::percent_decode_str;
use serde_json::Value as Json;

/// Substrings of the names of headers with secrets.
const SECRET_HEADERS: &[&str] =
    &["auth", "token", "cookie", "secret", "signature", "credential", "passw", "ticket", "key"];

/// The minimum length of a secret that is redacted in texts. Shorter ones occur by chance.
const MIN_SECRET_LEN: usize = 4;

/// The redaction of one request and its response.
pub(super) struct Redaction {
    operation: Option<&'static OperationEntry>,
    /// The values of secret fields, the longest first.
    secrets: Vec<String>,
}

impl Redaction {
    /// Creates the redaction for a request of an operation, with its decoded fields if they are known.
    pub(super) fn new(operation: Option<&'static OperationEntry>, fields: Option<&dyn Record>) -> Self {
        let redaction = Self { operation, secrets: Vec::new() };
        fields.map_or(Self { operation, secrets: Vec::new() }, |fields| redaction.with_secrets_of(fields))
    }

    /// Adds the secrets of a record.
    pub(super) fn with_secrets_of(&self, record: &dyn Record) -> Self {
        let mut secrets = self.secrets.clone();
        secrets.extend(collect_secrets(record).into_iter().filter(|secret| secret.len() >= MIN_SECRET_LEN));
        // A secret may contain another one.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.dedup();
        Self { operation: self.operation, secrets }
    }

    /// Returns a path without the secrets in its parameters.
    pub(super) fn path(&self, path: &str) -> String {
        let Some(entry) = self.operation else { return path.to_owned() };
        let template = entry.operation.path.split('/');
        let segments = path.split('/').zip(template.map(Some).chain(std::iter::repeat(None)));
        let shown = segments.map(|(segment, template)| match template.and_then(parameter_name) {
            Some(name) if self.is_secret(name) => REDACTED,
            _ => segment,
        });
        shown.collect::<Vec<_>>().join("/")
    }

    /// Returns the pairs of a query. Without an operation, all values are hidden: they may sign the URL.
    pub(super) fn query(&self, query: &str) -> Vec<(String, String)> {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let shown = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name), decoded(value));
            let is_hidden = self.operation.is_none() || self.is_secret(&name);
            let value = if is_hidden { REDACTED.to_owned() } else { self.text(&value) };
            (name, value)
        });
        shown.collect()
    }

    /// Returns headers as pairs.
    pub(super) fn headers(&self, headers: &HeaderMap) -> Vec<(String, String)> {
        let shown = headers.iter().map(|(name, value)| {
            let name = name.as_str();
            let is_secret = value.is_sensitive() || self.is_secret(name) || is_secret_header(name);
            let text = String::from_utf8_lossy(value.as_bytes());
            (name.to_owned(), if is_secret { REDACTED.to_owned() } else { self.text(&text) })
        });
        shown.collect()
    }

    /// Returns a body that is JSON. Bodies of requests without an operation are not shown.
    pub(super) fn body(&self, body: &[u8]) -> Option<Json> {
        self.operation?;
        Some(self.json(serde_json::from_slice(body).ok()?))
    }

    fn json(&self, json: Json) -> Json {
        match json {
            Json::Object(members) => members.into_iter().map(|(name, value)| self.member(name, value)).collect(),
            Json::Array(items) => items.into_iter().map(|item| self.json(item)).collect(),
            Json::String(text) => Json::String(self.text(&text)),
            other => other,
        }
    }

    fn member(&self, name: String, value: Json) -> (String, Json) {
        let is_hidden = self.is_secret(&name) && !value.is_null();
        let value = if is_hidden { Json::String(REDACTED.to_owned()) } else { self.json(value) };
        (name, value)
    }

    fn text(&self, text: &str) -> String {
        self.secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret, REDACTED))
    }

    /// Returns true if the spec calls a field secret.
    fn is_secret(&self, name: &str) -> bool {
        let names = self.operation.map_or(&[][..], |entry| entry.operation.sensitive);
        names.iter().any(|secret| secret.eq_ignore_ascii_case(name))
    }
}

fn is_secret_header(name: &str) -> bool {
    SECRET_HEADERS.iter().any(|part| name.contains(part))
}

/// Returns the parameters of a path, as written in the request line.
pub(super) fn path_parameters<'a>(template: &'static str, path: &'a str) -> Vec<(&'a str, &'a str)> {
    let segments = template.split('/').zip(path.split('/'));
    segments.filter_map(|(template, segment)| Some((parameter_name(template)?, segment))).collect()
}

fn parameter_name(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}
