//! Redaction of path and query. Hosts are omitted, since the port of the sandbox changes with each run.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::secrets::{Secrets, placeholder};
use super::sensitive_names::SensitiveNames;

/// Adds all secrets in a target to `secrets`.
pub(super) fn collect(target: &str, names: SensitiveNames<'_>, secrets: &mut Secrets) {
    let (path, query) = split(target);
    for (segment, hidden) in segments(path, names) {
        if hidden {
            add(secrets, segment);
        }
    }
    collect_pairs(query, names, secrets);
}

/// Returns the target without secrets.
pub(super) fn redact(target: &str, names: SensitiveNames<'_>, secrets: &Secrets) -> String {
    let (path, query) = split(target);
    let segments: Vec<Cow<'_, str>> = segments(path, names)
        .map(|(segment, hidden)| if hidden { placeholder(segment).into() } else { secrets.redact(segment).into() })
        .collect();
    let path = segments.join("/");
    if query.is_empty() { path } else { format!("{path}?{}", redact_pairs(query, names, secrets)) }
}

/// Adds all secrets in `a=1&b=2`, a query or a form, to `secrets`.
pub(super) fn collect_pairs(query: &str, names: SensitiveNames<'_>, secrets: &mut Secrets) {
    for (name, value) in raw_pairs(query) {
        if names.is_sensitive(&decoded(name)) {
            add(secrets, value);
        }
    }
}

/// Returns the pairs without secrets.
pub(super) fn redact_pairs(query: &str, names: SensitiveNames<'_>, secrets: &Secrets) -> String {
    let redacted: Vec<String> = query.split('&').map(|pair| redact_pair(pair, names, secrets)).collect();
    redacted.join("&")
}

fn redact_pair(pair: &str, names: SensitiveNames<'_>, secrets: &Secrets) -> String {
    match pair.split_once('=') {
        Some((name, value)) if names.is_sensitive(&decoded(name)) => format!("{name}={}", placeholder(&decoded(value))),
        _ => secrets.redact(pair),
    }
}

/// Adds the secrets of a presigned URL: the whole URL and the values of its query.
pub(super) fn collect_url(link: &str, secrets: &mut Secrets) {
    secrets.add(link);
    raw_pairs(split(link).1).for_each(|(_, value)| add(secrets, value));
}

/// Returns the names and values of a query, in order.
pub(super) fn pairs(target: &str) -> impl Iterator<Item = (String, String)> {
    raw_pairs(split(target).1).map(|(name, value)| (decoded(name), decoded(value)))
}

/// Splits a target into path and query.
pub(super) fn split(target: &str) -> (&str, &str) {
    target.split_once('?').unwrap_or((target, ""))
}

fn raw_pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// Returns the segments of a path with a flag: true if the operation declares the segment as secret. The endpoint may add
/// a path prefix, so segments are matched from the end.
fn segments<'a>(path: &'a str, names: SensitiveNames<'_>) -> impl Iterator<Item = (&'a str, bool)> {
    let template: Vec<&str> = names.operation.map_or("", |operation| operation.path).split('/').collect();
    let before = path.split('/').count().saturating_sub(template.len());
    let hidden = template.iter().map(|part| names.is_sensitive(part.trim_matches(['{', '}'])) && part.starts_with('{'));
    let hidden: Vec<bool> = std::iter::repeat_n(false, before).chain(hidden).collect();
    path.split('/').enumerate().map(move |(index, segment)| (segment, hidden.get(index).copied().unwrap_or(false)))
}

/// Adds a value both encoded and decoded.
fn add(secrets: &mut Secrets, value: &str) {
    secrets.add(value);
    secrets.add(&decoded(value));
}

fn decoded(text: &str) -> String {
    let text = text.replace('+', "%20");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}
