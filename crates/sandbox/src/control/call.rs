//! A request of the control API, and the endpoints that handle it.

use std::collections::BTreeMap;

use hwc_transport::bytes::Bytes;
use hwc_transport::http::header::CONTENT_TYPE;
use hwc_transport::http::request::Parts;
use percent_encoding::percent_decode_str;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::MAX_BODY;
use super::error::ControlError;
use crate::runtime::sandbox::Sandbox;

/// The parameters and the body of a request.
pub(super) struct ControlCall {
    path: BTreeMap<&'static str, String>,
    query: BTreeMap<String, String>,
    body: Bytes,
    is_json: bool,
}

impl ControlCall {
    pub(super) fn new(head: &Parts, path: Vec<(&'static str, &str)>, body: Bytes) -> Result<Self, ControlError> {
        if body.len() > MAX_BODY {
            return Err(ControlError::too_large());
        }
        let media_type = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_json = media_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json");
        let path = path.into_iter().map(|(name, value)| Ok((name, decoded(value)?)));
        Ok(Self {
            path: path.collect::<Result<_, ControlError>>()?,
            query: pairs(head.uri.query().unwrap_or_default())?,
            body,
            is_json,
        })
    }

    /// Returns a parameter of the path.
    pub(super) fn parameter(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    /// Returns a parameter of the path that is a number, or an error for `what`.
    pub(super) fn id(&self, what: &str) -> Result<u64, ControlError> {
        let text = self.parameter("id");
        text.parse().map_err(|_| ControlError::not_found(format!("{what} `{text}` not found")))
    }

    /// Returns a parameter of the query.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    /// Returns a parameter of the query that is a number.
    pub(super) fn number(&self, name: &str) -> Result<Option<u64>, ControlError> {
        let parse = |text: &str| {
            text.parse().map_err(|_| ControlError::invalid(format!("`{name}` must be a whole number, not `{text}`")))
        };
        self.query(name).map(parse).transpose()
    }

    /// Checks that the query has no other parameters.
    pub(super) fn require_known(&self, names: &[&str]) -> Result<(), ControlError> {
        match self.query.keys().find(|name| !names.contains(&name.as_str())) {
            Some(unknown) => Err(ControlError::invalid(format!("unknown parameter `{unknown}`"))),
            None => Ok(()),
        }
    }

    fn body<T: DeserializeOwned>(&self) -> Result<T, ControlError> {
        if !self.is_json {
            return Err(ControlError::unsupported_media_type());
        }
        serde_json::from_slice(&self.body).map_err(|error| ControlError::invalid(format!("invalid body: {error}")))
    }
}

/// The result of an action.
pub(super) type Outcome<T> = Result<T, ControlError>;

/// The handler of a route, with the types of its bodies.
pub(super) trait Endpoint: Sync {
    /// Handles a request. May block.
    fn run(&self, sandbox: &Sandbox, call: &ControlCall) -> Outcome<Json>;

    /// Returns the schema of the body of a request, and true if it is required.
    fn request(&self, schemas: &mut SchemaGenerator) -> Option<(Schema, bool)>;

    /// Returns the schema of the response.
    fn response(&self, schemas: &mut SchemaGenerator) -> Schema;
}

/// An endpoint whose requests have no body.
pub(super) struct WithoutBody<T>(pub(super) fn(&Sandbox, &ControlCall) -> Outcome<T>);

/// An endpoint whose requests have a body.
pub(super) struct WithBody<B, T>(pub(super) fn(&Sandbox, &ControlCall, B) -> Outcome<T>);

/// An endpoint whose requests may have a body. Without one, it is that of an empty object.
pub(super) struct WithOptionalBody<B, T>(pub(super) fn(&Sandbox, &ControlCall, B) -> Outcome<T>);

impl<T: Serialize + JsonSchema> Endpoint for WithoutBody<T> {
    fn run(&self, sandbox: &Sandbox, call: &ControlCall) -> Outcome<Json> {
        to_json(&(self.0)(sandbox, call)?)
    }

    fn request(&self, _: &mut SchemaGenerator) -> Option<(Schema, bool)> {
        None
    }

    fn response(&self, schemas: &mut SchemaGenerator) -> Schema {
        schemas.subschema_for::<T>()
    }
}

impl<B: DeserializeOwned + JsonSchema, T: Serialize + JsonSchema> Endpoint for WithBody<B, T> {
    fn run(&self, sandbox: &Sandbox, call: &ControlCall) -> Outcome<Json> {
        to_json(&(self.0)(sandbox, call, call.body()?)?)
    }

    fn request(&self, schemas: &mut SchemaGenerator) -> Option<(Schema, bool)> {
        Some((schemas.subschema_for::<B>(), true))
    }

    fn response(&self, schemas: &mut SchemaGenerator) -> Schema {
        schemas.subschema_for::<T>()
    }
}

impl<B: DeserializeOwned + JsonSchema + Default, T: Serialize + JsonSchema> Endpoint for WithOptionalBody<B, T> {
    fn run(&self, sandbox: &Sandbox, call: &ControlCall) -> Outcome<Json> {
        let body = if call.body.is_empty() { B::default() } else { call.body()? };
        to_json(&(self.0)(sandbox, call, body)?)
    }

    fn request(&self, schemas: &mut SchemaGenerator) -> Option<(Schema, bool)> {
        Some((schemas.subschema_for::<B>(), false))
    }

    fn response(&self, schemas: &mut SchemaGenerator) -> Schema {
        schemas.subschema_for::<T>()
    }
}

fn to_json(value: &impl Serialize) -> Outcome<Json> {
    serde_json::to_value(value).map_err(|error| ControlError::internal(error.to_string()))
}

fn pairs(query: &str) -> Result<BTreeMap<String, String>, ControlError> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Ok((decoded(&name.replace('+', " "))?, decoded(&value.replace('+', " "))?))
    });
    pairs.collect()
}

fn decoded(text: &str) -> Result<String, ControlError> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map(String::from).map_err(|_| ControlError::invalid(format!("`{text}` is not UTF-8")))
}
