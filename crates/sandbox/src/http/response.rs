//! Outgoing responses: conversion of a typed response, a `ApiError` or an example to status, headers and bytes.

use std::time::SystemTime;

use httpdate::fmt_http_date;
use hwc_transport::bytes::Bytes;
use hwc_transport::http::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue};
use hwc_transport::http::{Response, StatusCode};
use hwc_wire::catalog::{Example, OperationEntry};
use hwc_wire::{
    DecodeContext as Reading, DecodeError, DecodeMode, Envelope, Operation, Pagination, Record, ResponseParts, Service,
    encode_response,
};
use hwc_wire::{decode_body, decode_headers};
use serde_json::{Value, json};

use crate::http::{error_format, later_page, response_body};
use crate::runtime::api_error::ApiError;

/// The header with the request ID.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The headers that all responses have.
pub(crate) struct ResponseMeta {
    pub(crate) request_id: String,
    pub(crate) now: SystemTime,
}

/// A response, ready to be sent.
pub(crate) struct SandboxResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl SandboxResponse {
    pub(crate) fn new(status: StatusCode, body: Vec<u8>) -> Self {
        Self { status, headers: HeaderMap::new(), body }
    }

    /// Adds a header. An invalid name or value is omitted.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
            self.headers.insert(name, value);
        }
        self
    }

    pub(crate) fn json(status: StatusCode, body: &Value) -> Self {
        Self::written(status, body.to_string().into_bytes())
    }

    fn written(status: StatusCode, json: Vec<u8>) -> Self {
        let mut response = Self::new(status, json);
        response.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        response
    }

    /// Returns an error response in the format of the service, or of the gateway without one.
    pub(crate) fn error(service: Option<&Service>, error: &ApiError, request_id: &str) -> Self {
        let (status, body) = error_format::render(service, error, request_id);
        Self::json(status, &body)
    }

    /// Replaces the status.
    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Encodes the response of a handler.
    pub(crate) fn typed(operation: &Operation, response: &dyn Record) -> Result<Self, ApiError> {
        let status = operation.success.first().and_then(|status| StatusCode::from_u16(*status).ok());
        let status = status.unwrap_or(StatusCode::OK);
        let envelope = &operation.service.envelope;
        let internal = |error: serde_json::Error| ApiError::internal(error.to_string());
        if !response_body::is_payload(response) {
            return Ok(Self::parts(status, envelope, encode_response(response).map_err(internal)?));
        }
        // The reference shows None where a response has no fields and the service no envelope.
        if response.descriptor().fields.is_empty() && !envelope.on_success {
            return Ok(Self::new(status, Vec::new()));
        }
        Ok(Self::written(status, response_body::write_json(response, envelope).map_err(internal)?))
    }

    /// Encodes a response that has fields outside the members of its body.
    fn parts(status: StatusCode, envelope: &Envelope, mut parts: ResponseParts) -> Self {
        if let Some(content) = parts.content {
            let start = Self::new(status, content.into_vec()).header("Content-Type", "application/octet-stream");
            return parts.headers.iter().fold(start, |start, (name, value)| start.header(name, value));
        }
        if let (true, Some(members)) = (envelope.on_success, parts.body.as_object_mut()) {
            members.insert(envelope.code.to_owned(), json!(0));
            members.insert(envelope.message.to_owned(), json!("success"));
        }
        let start = Self::json(status, &parts.body);
        parts.headers.iter().fold(start, |start, (name, value)| start.header(name, value))
    }

    /// Returns the example of the spec, marked by a header. The values are those of the page. Their JSON types are those of
    /// the tables, because an example may be the outlier.
    pub(crate) fn example(entry: &OperationEntry, example: &Example) -> Result<Self, ApiError> {
        let broken = |error: DecodeError| ApiError::internal(error.to_string());
        let header = |name: &str| {
            let found = example.response_headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.as_str())
        };
        let mut response = (entry.response)();
        let mut cx = Reading::new(DecodeMode::Lenient);
        decode_body(&mut *response, example.response_body.as_bytes(), &mut cx).map_err(broken)?;
        decode_headers(&mut *response, &header, &mut cx).map_err(broken)?;
        let mut written = Self::typed(entry.operation, &*response)?;
        let status = u16::try_from(example.response_status).ok().and_then(|status| StatusCode::from_u16(status).ok());
        written.status = status.unwrap_or(written.status);
        Ok(written.header("X-Hwc-Sandbox", "example"))
    }

    /// Returns the example of a list without its elements.
    pub(crate) fn last_page(
        entry: &OperationEntry,
        example: &Example,
        pagination: Pagination,
    ) -> Result<Self, ApiError> {
        let mut written = Self::example(entry, example)?;
        let body = serde_json::from_slice(&written.body);
        let mut body: Value = body.map_err(|error| ApiError::internal(error.to_string()))?;
        later_page::empty(pagination, &mut body);
        written.body = body.to_string().into_bytes();
        Ok(written)
    }

    /// Converts to an HTTP response with the headers that all responses have.
    pub(crate) fn into_response(mut self, stamp: &ResponseMeta) -> Response<Bytes> {
        let own = [(REQUEST_ID, stamp.request_id.clone()), (DATE, fmt_http_date(stamp.now))];
        for (name, value) in own {
            if let Ok(value) = HeaderValue::try_from(value) {
                self.headers.insert(name, value);
            }
        }
        let mut response = Response::new(Bytes::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what fails here is a failed test")]

    use hwc_models::CATALOG;

    use super::*;

    #[test]
    fn an_example_has_the_values_of_the_page_and_a_header() {
        let entry = CATALOG.find("koodrive.DeleteAlbum").unwrap();
        let example = &CATALOG.operation(entry.operation).unwrap().examples[0];
        let response = SandboxResponse::example(entry, example).unwrap();
        assert_eq!(response.headers["X-Hwc-Sandbox"], "example");
        assert_eq!(serde_json::from_slice::<Value>(&response.body).unwrap()["code"], 0);
    }
}
