//! A line on standard error: text for people, or one JSON object with one member if results are JSON.

use hwc_api::serde_json::{Map, Value, json};

use crate::show::colour::Tone;
use crate::show::escape;
use crate::show::text::lines;

/// A note, a warning, an error or a completed change.
pub(crate) struct Note {
    /// The name of the member.
    name: &'static str,
    members: Value,
    /// The text for people, with colors.
    words: String,
}

impl Note {
    /// Creates a note without consequences.
    pub(crate) fn new(message: &str) -> Self {
        Self { name: "note", members: json!({ "message": message }), words: lines(message) }
    }

    /// Creates a warning of this kind, with more members.
    pub(crate) fn warning(kind: &str, message: &str, mut members: Map<String, Value>) -> Self {
        members.insert("kind".to_owned(), json!(kind));
        members.insert("message".to_owned(), json!(message));
        let words = format!("{} {}", Tone::Asks.paint("warning:"), lines(message));
        Self { name: "warning", members: Value::Object(members), words }
    }

    /// Creates a report of a change whose result cannot be written.
    pub(crate) fn done(result: Value, words: &str) -> Self {
        Self { name: "done", members: result, words: format!("{} {}", Tone::Good.paint("done:"), words.trim_end()) }
    }

    /// Creates an error with its text.
    pub(crate) fn error(members: Map<String, Value>, words: String) -> Self {
        Self { name: "error", members: Value::Object(members), words }
    }

    /// Returns the line as JSON, or the lines of text.
    pub(crate) fn text(&self, json: bool) -> String {
        if !json {
            return format!("{}\n", self.words.trim_end());
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
