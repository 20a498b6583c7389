//! Redaction of JSON. All secrets are collected first, then removed by name and wherever else they occur.

use super::names::{Names, is_guessed};
use super::secrets::{Secrets, is_link, placeholder};
use super::target;
use super::tree::Tree;

/// Adds all secrets in `tree` to `secrets`.
pub(super) fn find(tree: &Tree, names: Names<'_>, secrets: &mut Secrets) {
    match tree {
        Tree::Text(text) if is_signed_link(text) => secrets.add(text),
        Tree::Text(text) => {
            if let Some(inner) = embedded(text) {
                find(&inner, names, secrets);
            }
        }
        Tree::List(items) => items.iter().for_each(|item| find(item, names, secrets)),
        Tree::Object(members) => {
            for (name, value) in members {
                if is_secret(name, value, names) { find_all(value, secrets) } else { find(value, names, secrets) }
            }
        }
        Tree::Null | Tree::Bool(_) | Tree::Number(_) => {}
    }
}

/// Returns the tree without secrets.
pub(super) fn redact(tree: &Tree, names: Names<'_>, secrets: &Secrets) -> Tree {
    match tree {
        Tree::Text(text) if is_signed_link(text) => Tree::from(placeholder(text)),
        Tree::Text(text) => Tree::Text(redact_embedded(text, names, secrets).unwrap_or_else(|| secrets.cut(text))),
        Tree::Number(number) if secrets.cut(&number.to_string()) != number.to_string() => Tree::from(0),
        Tree::List(items) => Tree::List(items.iter().map(|item| redact(item, names, secrets)).collect()),
        Tree::Object(members) => {
            let redacted = members.iter().map(|(name, value)| {
                let hidden = is_secret(name, value, names);
                let value = if hidden { hide(value) } else { redact(value, names, secrets) };
                (secrets.cut(name), value)
            });
            Tree::Object(redacted.collect())
        }
        other => other.clone(),
    }
}

/// Returns true if the whole member is secret.
///
/// A number that is the service's error code is not: some operations have a secret of that name. An object with a member
/// of the same name only wraps that member, such as `"password": { "user": { "password": .. } }`.
fn is_secret(name: &str, value: &Tree, names: Names<'_>) -> bool {
    let is_cover = matches!(value, Tree::Object(_)) && has(value, name);
    let is_code = matches!(value, Tree::Number(_)) && names.is_error_code(name);
    names.hide(name) && !is_cover && !is_code
}

fn has(tree: &Tree, name: &str) -> bool {
    match tree {
        Tree::List(items) => items.iter().any(|item| has(item, name)),
        Tree::Object(members) => members.iter().any(|(known, value)| known == name || has(value, name)),
        _ => false,
    }
}

fn find_all(tree: &Tree, secrets: &mut Secrets) {
    match tree {
        Tree::Text(text) => secrets.add(text),
        Tree::Number(number) => secrets.add(&number.to_string()),
        Tree::List(items) => items.iter().for_each(|item| find_all(item, secrets)),
        Tree::Object(members) => members.iter().for_each(|(_, value)| find_all(value, secrets)),
        Tree::Null | Tree::Bool(_) => {}
    }
}

/// Returns a tree of the same structure with placeholders for all values.
fn hide(tree: &Tree) -> Tree {
    match tree {
        Tree::Text(text) => Tree::from(placeholder(text)),
        Tree::Number(_) => Tree::from(0),
        Tree::List(items) => Tree::List(items.iter().map(hide).collect()),
        Tree::Object(members) => {
            Tree::Object(members.iter().map(|(name, value)| (name.clone(), hide(value))).collect())
        }
        Tree::Null | Tree::Bool(_) => tree.clone(),
    }
}

/// Returns true if the text is a URL with a signature or similar in its query, which is secret under any name.
fn is_signed_link(text: &str) -> bool {
    is_link(text) && target::pairs(text).any(|(name, value)| is_guessed(&name) && !value.is_empty())
}

/// Parses a text that is itself JSON.
fn embedded(text: &str) -> Option<Tree> {
    let begins = text.trim_start().starts_with(['{', '[']);
    begins.then(|| Tree::parse(text.as_bytes()).ok()).flatten()
}

/// Redacts a text that is JSON with secrets. Returns `None` for other texts, so that they stay unchanged.
fn redact_embedded(text: &str, names: Names<'_>, secrets: &Secrets) -> Option<String> {
    let inner = embedded(text)?;
    let redacted = redact(&inner, names, secrets);
    (redacted != inner).then(|| redacted.compact())
}
