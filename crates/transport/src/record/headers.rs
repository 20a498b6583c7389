//! Recorded headers. Request headers are recorded if they are known to be harmless. Response headers are recorded unless
//! they are secret or specific to the connection.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::secrets::{REDACTED, Secrets, placeholder};
use super::sensitive_names::{SensitiveNames, is_secret_header, looks_secret};

/// Request headers that are recorded, besides those of the service's settings.
const SENT: &[&str] = &["content-type", "if-match", "if-modified-since", "if-none-match", "range"];

/// Response headers that are omitted: specific to the connection or the moment, or wrong for the recorded body.
const NOT_RECEIVED: &[&str] = &[
    "connection",
    "content-length",
    "date",
    "keep-alive",
    "set-cookie",
    "set-cookie2",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Adds the values of all headers that contain secrets to `secrets`.
pub(super) fn collect(headers: &HeaderMap, names: SensitiveNames<'_>, secrets: &mut Secrets) {
    for (name, value) in headers {
        if !is_secret(name.as_str(), names) {
            continue;
        }
        let text = String::from_utf8_lossy(value.as_bytes());
        secrets.add(&text);
        parts(&text).for_each(|part| secrets.add(part));
    }
}

/// Returns the header lines of a request to record, sorted.
pub(super) fn sent(
    headers: &HeaderMap,
    kept: impl Fn(&str) -> bool,
    names: SensitiveNames<'_>,
    secrets: &Secrets,
) -> Vec<String> {
    lines(headers, |name| SENT.contains(&name) || kept(name), names, secrets)
}

/// Returns the header lines of a response to record, sorted.
pub(super) fn received(headers: &HeaderMap, names: SensitiveNames<'_>, secrets: &Secrets) -> Vec<String> {
    lines(headers, |name| !NOT_RECEIVED.contains(&name), names, secrets)
}

/// Returns the content type in lowercase. The boundary of a multipart type is removed, since it is generated for each
/// request.
pub(super) fn content_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    without_boundary(value).to_ascii_lowercase()
}

/// Splits a line into name and value.
pub(super) fn split(line: &str) -> Option<(&str, &str)> {
    line.split_once(": ").or_else(|| Some((line.strip_suffix(':')?, "")))
}

fn lines(
    headers: &HeaderMap,
    kept: impl Fn(&str) -> bool,
    names: SensitiveNames<'_>,
    secrets: &Secrets,
) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, value) in headers.iter().filter(|(name, _)| kept(name.as_str())) {
        // A value that is not text cannot be stored in a line of the file.
        let Ok(text) = value.to_str() else { continue };
        lines.push((name.as_str(), redacted(name.as_str(), text, names, secrets)));
    }
    lines.sort_by_key(|(name, _)| *name);
    lines.iter().map(|(name, value)| format!("{name}: {value}")).collect()
}

fn redacted(name: &str, value: &str, names: SensitiveNames<'_>, secrets: &Secrets) -> String {
    match name {
        _ if is_secret(name, names) => placeholder(value).to_owned(),
        "content-type" => secrets.redact(without_boundary(value)),
        // The target of a redirect may be a presigned URL.
        "location" | "content-location" if value.contains('?') => REDACTED.to_owned(),
        _ => secrets.redact(value),
    }
}

fn is_secret(name: &str, names: SensitiveNames<'_>) -> bool {
    is_secret_header(name) || names.is_sensitive(name)
}

fn without_boundary(value: &str) -> &str {
    let is_multipart = value.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("multipart/"));
    if is_multipart { value.split(';').next().unwrap_or_default().trim() } else { value }
}

/// Returns the possible secrets within a header, such as `Bearer TOKEN` or
/// `SCHEME Access=KEY, SignedHeaders=a;b, Signature=TEXT`.
fn parts(value: &str) -> impl Iterator<Item = &str> {
    let (scheme, rest) = value.split_once(' ').unwrap_or(("", ""));
    let whole = Some(rest).filter(|_| !scheme.is_empty());
    let named = rest.split([' ', ',']).filter_map(|part| part.split_once('='));
    whole.into_iter().chain(named.filter(|(name, _)| looks_secret(name)).map(|(_, value)| value))
}
