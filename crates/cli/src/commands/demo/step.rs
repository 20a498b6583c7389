//! The output of one call of the demo.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::last_exchange::Exchange;

/// One call of the demo. The order of the fields is the order of the JSON members.
pub(super) struct StepOutput<'a, T> {
    /// The purpose of the call.
    pub(super) note: &'a str,
    /// The full name of the operation, or `presigned_url`.
    pub(super) operation: String,
    /// The request and response on the wire.
    pub(super) exchange: Exchange,
    /// The type of the result: `response`, `error` or `content`.
    pub(super) kind: &'static str,
    /// The result for programs.
    pub(super) result: T,
    /// The result for people.
    pub(super) lines: String,
}

/// A call with its position in the demo.
pub(super) struct DemoStep<'a, T> {
    /// The call.
    pub(super) output: &'a StepOutput<'a, T>,
    /// The title of the section.
    pub(super) section: &'a str,
    /// The time on the demo's clock.
    pub(super) time: &'a str,
}

impl<T: Serialize> Serialize for DemoStep<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let StepOutput { note, operation, exchange, kind, result, .. } = self.output;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("section", self.section)?;
        map.serialize_entry("note", note)?;
        map.serialize_entry("operation", operation)?;
        map.serialize_entry("time", self.time)?;
        map.serialize_entry("method", &exchange.method)?;
        map.serialize_entry("path", &exchange.target)?;
        map.serialize_entry("status", &exchange.status)?;
        map.serialize_entry(kind, result)?;
        map.end()
    }
}

/// Work that made several calls, for programs.
#[cfg(feature = "drive")]
#[derive(serde::Serialize)]
pub(super) struct TransferStep<'a> {
    /// The title of the section.
    pub(super) section: &'a str,
    /// The purpose of the work.
    pub(super) note: &'a str,
    /// The time on the demo's clock.
    pub(super) time: &'a str,
    /// The number of calls.
    pub(super) calls: usize,
    /// The result.
    pub(super) result: &'a hwc_api::serde_json::Value,
}
