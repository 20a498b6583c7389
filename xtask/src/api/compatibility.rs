//! The decision which changes of the lock break users. A removed line breaks them, and a changed one unless it only allows more.

use std::collections::BTreeMap;
use std::fmt;

use super::lines::{Line, Lines};

/// A change that breaks users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// A fact that no longer holds.
    Removed { key: String, old: String },
    /// A fact with another value.
    Changed { key: String, old: String, new: String },
    /// A field that is required in a request that exists already.
    Required { key: String, new: String },
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Removed { key, old } => write!(f, "    removed  {key}: {old}"),
            Self::Changed { key, old, new } => write!(f, "    changed  {key}: {old}\n         to  {key}: {new}"),
            Self::Required { key, new } => write!(f, "    required {key}: {new}"),
        }
    }
}

/// Returns the changes that break users, in the order of the old lines, and then the fields that became required.
pub(super) fn breaking_changes(old: &[Line], new: &Lines) -> Vec<Change> {
    let mut changes = Vec::new();
    for (key, value) in old {
        match new.get(key) {
            None => changes.push(Change::Removed { key: key.clone(), old: value.clone() }),
            Some(now) if now == value || allows_more(key, value, now) => {}
            Some(now) => changes.push(Change::Changed { key: key.clone(), old: value.clone(), new: now.clone() }),
        }
    }
    let old: BTreeMap<&str, &str> = old.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    for (key, value) in new.iter().filter(|(key, _)| !old.contains_key(key.as_str())) {
        let sent = key.rsplit_once('.').and_then(|(owner, _)| old.get(owner)).is_some_and(|owner| is_sent(owner));
        if sent && split_calls(value).iter().any(|(name, _)| *name == "required") {
            changes.push(Change::Required { key: key.clone(), new: value.clone() });
        }
    }
    changes
}

/// Returns true for the value of an operation, or of a record that is part of a request.
fn is_sent(owner: &str) -> bool {
    owner == "record, sent" || owner.contains(" /")
}

/// Returns true if all programs that work with the old value work with the new one.
fn allows_more(key: &str, old: &str, new: &str) -> bool {
    match key.rsplit_once(' ').map(|(_, fact)| fact) {
        Some("auth") => not_above(&["none", "any", "token"], old, new),
        Some("effect") => not_above(&["read", "write", "destructive"], old, new),
        Some("idempotent") => not_above(&["yes", "no"], old, new),
        Some("status") => old.split(", ").all(|status| new.split(", ").any(|other| other == status)),
        Some(_) => false,
        None if key.contains('.') => field_allows_more(old, new),
        None if key.matches("::").count() == 2 && !key.ends_with("::new") => new.starts_with(&format!("{old}, also ")),
        None => old == "record" && new == "record, sent",
    }
}

/// Returns true if the new word is not after the old one in a list.
fn not_above(words: &[&str], old: &str, new: &str) -> bool {
    let rank = |word: &str| words.iter().position(|known| *known == word);
    matches!((rank(old), rank(new)), (Some(old), Some(new)) if new <= old)
}

/// Compares `Option<u32> = query("limit").range(1, 100)` of before and after.
fn field_allows_more(old: &str, new: &str) -> bool {
    let (Some((old_type, old)), Some((new_type, new))) = (old.split_once(" = "), new.split_once(" = ")) else {
        return false;
    };
    let (old, new) = (split_calls(old), split_calls(new));
    let (Some((old_location, old)), Some((new_location, new))) = (old.split_first(), new.split_first()) else {
        return false;
    };
    let (old, new): (BTreeMap<_, _>, BTreeMap<_, _>) = (old.iter().copied().collect(), new.iter().copied().collect());
    let names = old.keys().chain(new.keys());
    old_type == new_type
        && old_location == new_location
        && names.into_iter().all(|name| call_allows_more(name, old.get(name).copied(), new.get(name).copied()))
}

/// Compares one property of a field. `None` means that the field does not have it.
fn call_allows_more(name: &str, old: Option<&str>, new: Option<&str>) -> bool {
    match (name, old, new) {
        (_, Some(old), Some(new)) if old == new => true,
        ("required" | "range" | "length" | "item_count" | "item_length" | "key_length" | "pattern", Some(_), None) => {
            true
        }
        ("lenient" | "aliases", None, Some(_)) => true,
        ("range" | "length" | "item_count" | "item_length" | "key_length", Some(old), Some(new)) => {
            matches!((bounds(old), bounds(new)), (Some(old), Some(new)) if new.0 <= old.0 && old.1 <= new.1)
        }
        ("aliases", Some(old), Some(new)) => new.starts_with(old.trim_end_matches(']')),
        _ => false,
    }
}

/// Parses `1, 100` or `1, u64::MAX`.
fn bounds(arguments: &str) -> Option<(i128, i128)> {
    let number = |text: &str| if text.ends_with("::MAX") { Some(i128::MAX) } else { text.parse().ok() };
    let (min, max) = arguments.split_once(", ")?;
    Some((number(min)?, number(max)?))
}

/// Splits `query("limit").range(1, 100)` into the name and the arguments of each call.
fn split_calls(text: &str) -> Vec<(&str, &str)> {
    let mut calls = Vec::new();
    let (mut start, mut depth, mut quoted, mut escaped) = (0, 0_usize, false, false);
    let mut open = 0;
    for (index, letter) in text.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' => {
                open = if depth == 0 { index } else { open };
                depth += 1;
            }
            ')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    calls.push((text[start..open].trim_start_matches('.'), &text[open + 1..index]));
                    start = index + 1;
                }
            }
            _ => {}
        }
    }
    calls
}
