//! Redaction of JSON. All secrets are collected first, then removed by name and wherever else they occur.

use super::ordered_json::OrderedJson;
use super::secrets::{Secrets, is_url, placeholder};
use super::sensitive_names::{SensitiveNames, looks_secret};
use super::target;

/// Adds all secrets in `tree` to `secrets`.
pub(super) fn collect(tree: &OrderedJson, names: SensitiveNames<'_>, secrets: &mut Secrets) {
    match tree {
        OrderedJson::Text(text) if is_signed_url(text) => secrets.add(text),
        OrderedJson::Text(text) => {
            if let Some(inner) = embedded(text) {
                collect(&inner, names, secrets);
            }
        }
        OrderedJson::List(items) => items.iter().for_each(|item| collect(item, names, secrets)),
        OrderedJson::Object(members) => {
            for (name, value) in members {
                if is_secret(name, value, names) { collect_all(value, secrets) } else { collect(value, names, secrets) }
            }
        }
        OrderedJson::Null | OrderedJson::Bool(_) | OrderedJson::Number(_) => {}
    }
}

/// Returns the tree without secrets.
pub(super) fn redact(tree: &OrderedJson, names: SensitiveNames<'_>, secrets: &Secrets) -> OrderedJson {
    match tree {
        OrderedJson::Text(text) if is_signed_url(text) => OrderedJson::from(placeholder(text)),
        OrderedJson::Text(text) => {
            OrderedJson::Text(redact_embedded(text, names, secrets).unwrap_or_else(|| secrets.redact(text)))
        }
        OrderedJson::Number(number) if secrets.redact(&number.to_string()) != number.to_string() => {
            OrderedJson::from(0)
        }
        OrderedJson::List(items) => OrderedJson::List(items.iter().map(|item| redact(item, names, secrets)).collect()),
        OrderedJson::Object(members) => {
            let redacted = members.iter().map(|(name, value)| {
                let hidden = is_secret(name, value, names);
                let value = if hidden { mask(value) } else { redact(value, names, secrets) };
                (secrets.redact(name), value)
            });
            OrderedJson::Object(redacted.collect())
        }
        other => other.clone(),
    }
}

/// Returns true if the whole member is secret.
///
/// A number that is the service's error code is not: some operations have a secret of that name. An object with a member
/// of the same name only wraps that member, such as `"password": { "user": { "password": .. } }`.
fn is_secret(name: &str, value: &OrderedJson, names: SensitiveNames<'_>) -> bool {
    let is_cover = matches!(value, OrderedJson::Object(_)) && has(value, name);
    let is_code = matches!(value, OrderedJson::Number(_)) && names.is_error_code(name);
    names.is_sensitive(name) && !is_cover && !is_code
}

fn has(tree: &OrderedJson, name: &str) -> bool {
    match tree {
        OrderedJson::List(items) => items.iter().any(|item| has(item, name)),
        OrderedJson::Object(members) => members.iter().any(|(known, value)| known == name || has(value, name)),
        _ => false,
    }
}

fn collect_all(tree: &OrderedJson, secrets: &mut Secrets) {
    match tree {
        OrderedJson::Text(text) => secrets.add(text),
        OrderedJson::Number(number) => secrets.add(&number.to_string()),
        OrderedJson::List(items) => items.iter().for_each(|item| collect_all(item, secrets)),
        OrderedJson::Object(members) => members.iter().for_each(|(_, value)| collect_all(value, secrets)),
        OrderedJson::Null | OrderedJson::Bool(_) => {}
    }
}

/// Returns a tree of the same structure with placeholders for all values.
fn mask(tree: &OrderedJson) -> OrderedJson {
    match tree {
        OrderedJson::Text(text) => OrderedJson::from(placeholder(text)),
        OrderedJson::Number(_) => OrderedJson::from(0),
        OrderedJson::List(items) => OrderedJson::List(items.iter().map(mask).collect()),
        OrderedJson::Object(members) => {
            OrderedJson::Object(members.iter().map(|(name, value)| (name.clone(), mask(value))).collect())
        }
        OrderedJson::Null | OrderedJson::Bool(_) => tree.clone(),
    }
}

/// Returns true if the text is an `http` or `https` URL with a signature, a token or the like in its query. Whoever has the URL
/// has the access that it grants.
#[must_use]
pub fn is_signed_url(text: &str) -> bool {
    is_url(text) && target::pairs(text).any(|(name, value)| looks_secret(&name) && !value.is_empty())
}

/// Parses a text that is itself JSON.
fn embedded(text: &str) -> Option<OrderedJson> {
    let begins = text.trim_start().starts_with(['{', '[']);
    begins.then(|| OrderedJson::parse(text.as_bytes()).ok()).flatten()
}

/// Redacts a text that is JSON with secrets. Returns `None` for other texts, so that they stay unchanged.
fn redact_embedded(text: &str, names: SensitiveNames<'_>, secrets: &Secrets) -> Option<String> {
    let inner = embedded(text)?;
    let redacted = redact(&inner, names, secrets);
    (redacted != inner).then(|| redacted.compact())
}
