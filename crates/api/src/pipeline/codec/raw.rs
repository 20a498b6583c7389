//! The steps of a raw call: JSON in and out.

use hwc_wire::decode_value;
use hwc_wire::{Deviations, EncodeOptions, Model, Operation, Service, encode, percent_encode};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::{CallCodec, decode};
use crate::core::Deadline;
use crate::error::Error;
use crate::pipeline::response::RawResponse;
use crate::pipeline::{ClientInner, PreparedRequest, RequestOptions, ResolvedTarget};

/// A raw call and its response.
pub(crate) struct RawCodec {
    pub(crate) service: &'static Service,
    pub(crate) method: hwc_wire::Method,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) json: Option<Value>,
    pub(crate) response: Value,
}

hwc_wire::model! {
    /// A request without fields.
    pub struct EmptyRequest {}
}

impl CallCodec for RawCodec {
    #[inline]
    fn label(&self) -> &'static str {
        self.service.id
    }

    #[inline]
    fn service(&self) -> &'static Service {
        self.service
    }

    #[inline]
    fn operation(&self) -> Option<&'static Operation> {
        None
    }

    #[inline]
    fn is_idempotent(&self) -> bool {
        self.method.is_idempotent()
    }

    #[inline]
    fn validate(&self, _: &ClientInner, _: &RequestOptions) -> Result<(), Error> {
        let path = self.path.as_str();
        if !path.starts_with('/') {
            return Err(Error::invalid("the path must begin with `/`"));
        }
        if path.contains(['?', '#']) {
            return Err(Error::invalid("the path must not contain `?` or `#`; set parameters with `.query(..)`"));
        }
        if has_dot_segments(path) {
            return Err(Error::invalid("the path must not contain a segment `.` or `..`"));
        }
        Ok(())
    }

    #[inline]
    fn encode(
        &self,
        client: &ClientInner,
        options: &RequestOptions,
        target: &ResolvedTarget<'_>,
    ) -> Result<PreparedRequest, Error> {
        let settings = target.settings();
        let encoding = EncodeOptions { settings: &settings, query_in_body: false };
        // An operation without a path and a request without fields yield only the headers of the settings.
        let operation = Operation::new(self.service, "", "", self.method, "");
        let mut parts = encode(&operation, &EmptyRequest::unset(), encoding).map_err(Error::encode)?;
        parts.path_and_query = format!("{}{}", self.path, to_query(&self.query));
        parts.body = self.json.as_ref().map(|json| json.to_string().into_bytes());
        PreparedRequest::new(client, options, target, self.service, self.method, parts)
    }

    #[inline]
    fn decode(
        &mut self,
        client: &ClientInner,
        options: &RequestOptions,
        deadline: Deadline,
        response: &mut RawResponse,
    ) -> Result<Deviations, Error> {
        let mut cx = decode::context(client, options, deadline, response.body.len());
        if !response.body.trim_ascii().is_empty() {
            let decoded = decode_value(&mut self.response, &response.body, &mut cx);
            decoded.map_err(|error| decode::decode_error(&cx, error, deadline, response))?;
        }
        Ok(cx.into_deviations())
    }
}

/// Returns true for a path with a `.` or `..` segment. Servers resolve them even if they, or the slashes around them, are
/// escaped.
pub(crate) fn has_dot_segments(path: &str) -> bool {
    let decoded: Vec<u8> = percent_decode_str(path).collect();
    decoded.split(|byte| *byte == b'/').any(|segment| segment == b"." || segment == b"..")
}

#[inline]
fn to_query(pairs: &[(String, String)]) -> String {
    let pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{}={}", percent_encode(name), percent_encode(value))).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}
