//! Responses as JSON, with and without their metadata.

use std::collections::BTreeMap;

use hwc_api::serde_json::{self, Value as Json};
use hwc_api::{Record, Response};
use hwc_wire::{Location, ValueRef};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Converts a record to JSON. Secrets are included; see [`Redacted`](crate::Redacted).
#[must_use]
pub fn response_json(record: &dyn Record) -> Json {
    serde_json::to_value(ValueRef::Record(record)).unwrap_or_default()
}

/// A response with its status, headers, request ID and attempts, as JSON.
#[derive(Debug)]
pub struct ResponseWithMetadata<'a>(
    /// The response.
    pub &'a Response<Box<dyn Record>>,
);

impl ResponseWithMetadata<'_> {
    /// Returns the headers without cookies and without those that are fields of the response, such as the token of a
    /// sign-in.
    fn headers(&self) -> BTreeMap<&str, String> {
        let fields = self.0.body.descriptor().fields;
        let is_field = |name: &str| {
            fields.iter().any(|field| field.location == Location::Header && field.name.eq_ignore_ascii_case(name))
        };
        let headers = self.0.headers.iter().map(|(name, value)| (name.as_str(), value));
        let headers = headers.filter(|(name, _)| !is_field(name) && *name != "set-cookie");
        headers.map(|(name, value)| (name, String::from_utf8_lossy(value.as_bytes()).into_owned())).collect()
    }
}

impl Serialize for ResponseWithMetadata<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("status", &self.0.status.as_u16())?;
        map.serialize_entry("request_id", &self.0.request_id)?;
        map.serialize_entry("attempts", &self.0.attempts)?;
        map.serialize_entry("headers", &self.headers())?;
        map.serialize_entry("body", &ValueRef::Record(&*self.0.body))?;
        map.end()
    }
}
