//! A line on standard error: text for people, or one JSON object with one member if results are JSON.

use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use hwc_api::serde_json::{Map, Value, json};

use super::style::Style;
use super::text::sanitize;
use super::{escape, progress, streams};
use crate::args::global::GlobalArgs;

/// True if the lines on standard error are JSON.
static JSON: AtomicBool = AtomicBool::new(false);

/// Sets the format of the lines on standard error.
pub(crate) fn set_json(json: bool) {
    JSON.store(json, Ordering::Relaxed);
}

/// Returns true if the lines on standard error are JSON.
pub(crate) fn are_json() -> bool {
    JSON.load(Ordering::Relaxed)
}

/// Prints a note on standard error. A note that cannot be written is ignored.
pub(crate) fn print(note: &Note) {
    if note.is_suppressed() {
        return;
    }
    let text = note.text(are_json());
    progress::suspended(|| {
        let mut out = streams::colored_stderr();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    });
}

/// A note, a warning, an error or a completed change.
pub(crate) struct Note {
    /// The name of the member.
    name: &'static str,
    members: Value,
    /// The text for people, with colors.
    text: String,
}

impl Note {
    /// Creates a note without consequences.
    pub(crate) fn new(message: &str) -> Self {
        Self { name: "note", members: json!({ "message": message }), text: sanitize(message) }
    }

    /// Creates a note with more members.
    pub(crate) fn with_members(message: &str, members: Value) -> Self {
        let mut note = Self::new(message);
        if let (Value::Object(note), Value::Object(members)) = (&mut note.members, members) {
            note.extend(members);
        }
        note
    }

    /// Creates a warning of this kind, with more members.
    pub(crate) fn warning(kind: &str, message: &str, mut members: Map<String, Value>) -> Self {
        members.insert("kind".to_owned(), json!(kind));
        members.insert("message".to_owned(), json!(message));
        let text = format!("{} {}", Style::Attention.paint("warning:"), sanitize(message));
        Self { name: "warning", members: Value::Object(members), text }
    }

    /// Creates a trace of an HTTP exchange.
    pub(crate) fn trace(members: Value, text: &str) -> Self {
        Self { name: "trace", members, text: Style::Faint.paint(sanitize(text)) }
    }

    /// Creates a report of a change whose result cannot be written.
    pub(crate) fn done(result: Value, text: &str) -> Self {
        Self { name: "done", members: result, text: format!("{} {}", Style::Good.paint("done:"), text.trim_end()) }
    }

    /// Creates an error with its text.
    pub(crate) fn error(members: Map<String, Value>, text: String) -> Self {
        Self { name: "error", members: Value::Object(members), text }
    }

    /// Returns true for notes and warnings with `--quiet`. Errors and reports of changes are always printed.
    pub(crate) fn is_suppressed(&self) -> bool {
        GlobalArgs::current().quiet && matches!(self.name, "note" | "warning")
    }

    /// Returns the line as JSON, or the lines of text.
    pub(crate) fn text(&self, json: bool) -> String {
        if !json {
            return format!("{}\n", self.text.trim_end());
        }
        let mut line = Map::new();
        line.insert(self.name.to_owned(), self.members.clone());
        format!("{}\n", escape::json(&Value::Object(line).to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_one_line_of_json_or_text() {
        let note = Note::new("one\ntwo\u{9b}2J\u{202e}");
        assert_eq!(note.text(true), "{\"note\":{\"message\":\"one\\ntwo\\u009b2J\\u202e\"}}\n");
        assert_eq!(note.text(false), "one\ntwo2J\n");
    }
}
