//! Responses as JSON, with and without their metadata.

use std::collections::BTreeMap;

use hwc_api::http::HeaderMap;
use hwc_api::serde_json::{self, Map, Value as Json};
use hwc_api::{Record, Response};
use hwc_wire::{DecodeContext, Exposed, Location, ValueRef, decode_headers};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Converts a record to JSON. Secrets are included; see [`Redacted`](crate::Redacted).
#[must_use]
pub fn response_json(record: &dyn Record) -> Json {
    serde_json::to_value(Exposed(ValueRef::Record(record))).unwrap_or_default()
}

/// Decodes the response headers of a download that are fields of the response, such as an access code. Secrets are included.
/// A header that does not fit its field is omitted.
#[must_use]
pub fn header_fields(mut response: Box<dyn Record>, headers: &HeaderMap) -> Map<String, Json> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    // The headers after one that does not fit are lost too. The content is more important than all of them.
    _ = decode_headers(&mut *response, &header, &mut DecodeContext::default());
    let fields = response.fields().map(|(field, value)| (field, value.view()));
    let present =
        fields.filter(|(field, view)| field.location == Location::Header && !matches!(view, ValueRef::Absent));
    present
        .map(|(field, view)| (field.name.to_owned(), serde_json::to_value(Exposed(view)).unwrap_or_default()))
        .collect()
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
        map.serialize_entry("body", &Exposed(ValueRef::Record(&*self.0.body)))?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use hwc_api::serde_json::json;
    use hwc_api::wire::{Binary, Secret};

    use super::*;

    hwc_api::wire::response! {
        /// The package of an export.
        pub struct Package {
            /// The access code.
            code: opt Secret = header("X-Package-Access-Code");
            /// The days until it expires.
            days: opt_copy u32 = header("X-Days");
            /// The package.
            content: req Binary = binary("content");
        }
    }

    #[test]
    fn header_fields_of_a_download_are_decoded() {
        let mut headers = HeaderMap::new();
        headers.insert("x-package-access-code", "abc".parse().unwrap());
        headers.insert("x-days", "30".parse().unwrap());
        headers.insert("etag", "1".parse().unwrap());
        let fields = header_fields(Box::new(Package::default()), &headers);
        assert_eq!(Json::Object(fields), json!({ "X-Package-Access-Code": "abc", "X-Days": 30 }));
        assert!(header_fields(Box::new(Package::default()), &HeaderMap::new()).is_empty());
    }
}
