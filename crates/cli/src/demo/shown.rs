//! One call of the story as it is shown.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::watch::Exchange;

/// One call of the story. As JSON, its members come in the order of these fields.
pub(super) struct Shown<'a, T> {
    /// What the call is for.
    pub(super) note: &'a str,
    /// The operation in full, or `link`.
    pub(super) operation: String,
    /// What went over the wire.
    pub(super) exchange: Exchange,
    /// What the result is: `answer`, `refusal` or `content`.
    pub(super) what: &'static str,
    /// The result for programs.
    pub(super) result: T,
    /// The result for people.
    pub(super) lines: String,
}

/// A call with its place in the story.
pub(super) struct InStory<'a, T> {
    /// The call.
    pub(super) shown: &'a Shown<'a, T>,
    /// The title of the chapter.
    pub(super) chapter: &'a str,
    /// The time of the story.
    pub(super) time: &'a str,
}

impl<T: Serialize> Serialize for InStory<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Shown { note, operation, exchange, what, result, .. } = self.shown;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("chapter", self.chapter)?;
        map.serialize_entry("note", note)?;
        map.serialize_entry("operation", operation)?;
        map.serialize_entry("time", self.time)?;
        map.serialize_entry("method", &exchange.method)?;
        map.serialize_entry("path", &exchange.target)?;
        map.serialize_entry("status", &exchange.status)?;
        map.serialize_entry(what, result)?;
        map.end()
    }
}
