//! Outgoing responses: conversion of a typed response, a `Refusal` or an example to status, headers and bytes.

use std::time::SystemTime;

use httpdate::fmt_http_date;
use hwc_transport::bytes::Bytes;
use hwc_transport::http::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue};
use hwc_transport::http::{Response, StatusCode};
use hwc_wire::catalog::{Example, OperationEntry};
use hwc_wire::decode::{decode_body, decode_headers};
use hwc_wire::{
    DecodeContext as Reading, DecodeError, DecodeMode, Envelope, Operation, Record, ResponseParts, Service,
    encode_response,
};
use serde_json::{Value, json};

use crate::http::{error_format, response_body};
use crate::runtime::api_error::Refusal;

/// The header with the request ID.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The headers that all responses have.
pub(crate) struct Stamp {
    pub(crate) request_id: String,
    pub(crate) now: SystemTime,
}

/// A response, ready to be sent.
pub(crate) struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
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
        let mut answer = Self::new(status, json);
        answer.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        answer
    }

    /// Returns an error response in the format of the service, or of the gateway without one.
    pub(crate) fn refusal(service: Option<&Service>, refusal: &Refusal, request_id: &str) -> Self {
        let (status, body) = error_format::say(service, refusal, request_id);
        Self::json(status, &body)
    }

    /// Encodes the response of a handler.
    pub(crate) fn typed(operation: &Operation, answer: &dyn Record) -> Result<Self, Refusal> {
        let status = operation.success.first().and_then(|status| StatusCode::from_u16(*status).ok());
        let status = status.unwrap_or(StatusCode::OK);
        let envelope = &operation.service.envelope;
        let internal = |error: serde_json::Error| Refusal::internal(error.to_string());
        if !response_body::is_all(answer) {
            return Ok(Self::parts(status, envelope, encode_response(answer).map_err(internal)?));
        }
        // The reference shows None where a response has no fields and the service no envelope.
        if answer.descriptor().fields.is_empty() && !envelope.on_success {
            return Ok(Self::new(status, Vec::new()));
        }
        Ok(Self::written(status, response_body::write(answer, envelope).map_err(internal)?))
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
    pub(crate) fn example(entry: &OperationEntry, example: &Example) -> Result<Self, Refusal> {
        let broken = |error: DecodeError| Refusal::internal(error.to_string());
        let header = |name: &str| {
            let found = example.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.as_str())
        };
        let mut answer = (entry.response)();
        let mut cx = Reading::new(DecodeMode::Lenient);
        decode_body(&mut *answer, example.answer.as_bytes(), &mut cx).map_err(broken)?;
        decode_headers(&mut *answer, &header, &mut cx).map_err(broken)?;
        let mut written = Self::typed(entry.operation, &*answer)?;
        let status = u16::try_from(example.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
        written.status = status.unwrap_or(written.status);
        Ok(written.header("X-Hwc-Sandbox", "example"))
    }

    /// Converts to an HTTP response with the headers that all responses have.
    pub(crate) fn into_response(mut self, stamp: &Stamp) -> Response<Bytes> {
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
