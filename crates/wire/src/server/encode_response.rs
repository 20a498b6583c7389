//! Server-side encoder: a response to the parts of an HTTP response.

use serde_json::{Map, Value as Json};

use crate::descriptor::Location;
use crate::record::Record;
use crate::serde::ser::ServiceValue;
use crate::text::to_query_text;
use crate::value::{Binary, ValueRef};

/// The parts of an HTTP response.
#[non_exhaustive]
pub struct ResponseParts {
    /// Headers, in the order of the fields.
    pub headers: Vec<(&'static str, String)>,
    /// The body: an object, or the value of the field that is the whole body.
    pub body: Json,
    /// The body, if it is the content of a file rather than JSON.
    pub content: Option<Binary>,
}

/// Encodes a response as the parts of an HTTP response.
///
/// # Errors
/// Returns an error if a value cannot be written as JSON. This does not happen with models.
#[inline]
pub fn encode_response(response: &dyn Record) -> Result<ResponseParts, serde_json::Error> {
    let mut parts = ResponseParts { headers: Vec::new(), body: Json::Object(Map::new()), content: None };
    for constant in response.descriptor().constants {
        parts.body[constant.name] = serde_json::to_value(constant.value)?;
    }
    for (field, value) in response.fields() {
        match (field.location, value.view()) {
            (_, ValueRef::Absent) => {}
            (Location::Payload, ValueRef::Bytes(bytes)) => parts.content = Some(bytes.clone()),
            (Location::Header, output) => {
                parts.headers.extend(to_query_text(output).map(|text| (field.wire_name, text.into_owned())));
            }
            (Location::Payload, output) => parts.body = serde_json::to_value(ServiceValue { field, output })?,
            (_, output) => parts.body[field.wire_name] = serde_json::to_value(ServiceValue { field, output })?,
        }
    }
    Ok(parts)
}
