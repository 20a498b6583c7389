//! The public form of log entries, without secrets.

use hwc_transport::form::{self, Part};
use hwc_wire::catalog::OperationEntry;
use hwc_wire::{
    DecodeContext, DecodeMode, Record, RequestRef, Timestamp, ValueRef, decode_body, error_in_success_body,
    parse_error_body,
};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::exchange::{LoggedExchange, ReceivedRequest, SentResponse};
use super::redaction::Redaction;
use crate::runtime::handler::decode_leniently;

/// Requests of the log.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct RequestPage {
    /// The requests, the oldest first.
    pub requests: Vec<LoggedRequest>,
    /// The number to continue after.
    pub cursor: u64,
    /// The number of requests that were dropped before they were read.
    pub missed: u64,
}

/// A request of the log.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "RequestSummary")]
#[non_exhaustive]
pub struct LoggedRequest {
    /// The number, starting at 1.
    pub number: u64,
    /// The time by the sandbox's clock.
    pub time: String,
    /// The request ID of the response.
    pub request_id: Option<String>,
    /// The HTTP method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The qualified name of the operation. Requests to presigned URLs are `storage.GetObject` and `storage.UploadPart`.
    pub operation: Option<String>,
    /// The HTTP status. A connection that was closed has none.
    pub status: Option<u16>,
    /// The code of the error.
    pub error_code: Option<String>,
    /// The time until the response was ready, in milliseconds.
    pub duration_ms: f64,
    /// The size of the body of the request.
    pub request_bytes: u64,
    /// The size of the body of the response.
    pub response_bytes: u64,
    /// The ID of the injected fault.
    pub fault: Option<u64>,
}

/// A request of the log with its headers and bodies. Secrets are redacted.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct RequestDetails {
    /// The summary.
    #[serde(flatten)]
    pub summary: LoggedRequest,
    /// The names and values of the query.
    pub query: Vec<(String, String)>,
    /// The names and values of the headers of the request.
    pub request_headers: Vec<(String, String)>,
    /// The body of the request, if it is JSON of at most 16 KB.
    pub request_body: Option<Json>,
    /// The fields of the operation, without its files.
    pub fields: Option<Map<String, Json>>,
    /// The names and values of the headers of the response.
    pub response_headers: Vec<(String, String)>,
    /// The body of the response, if it is JSON of at most 16 KB.
    pub response_body: Option<Json>,
}

impl LoggedExchange {
    /// Returns the entry without headers and bodies.
    pub(super) fn summary(&self) -> LoggedRequest {
        let request = &self.request;
        let header = |response: &SentResponse| Some(response.headers.get("x-request-id")?.to_str().ok()?.to_owned());
        LoggedRequest {
            number: self.number,
            time: Timestamp::from_unix_millis(request.time).to_string(),
            request_id: self.response.as_ref().and_then(header),
            method: request.method.to_string(),
            path: Redaction::new(request.operation, None).path(request.uri.path()),
            operation: request.name(),
            status: self.response.as_ref().map(|response| response.status.as_u16()),
            error_code: self.response.as_ref().and_then(|response| error_code(request.operation?, response)),
            duration_ms: self.duration.as_secs_f64() * 1000.0,
            request_bytes: request.body.size,
            response_bytes: self.response.as_ref().map_or(0, |response| response.body.size),
            fault: self.fault,
        }
    }

    /// Returns the entry with headers and bodies.
    pub(super) fn details(&self) -> RequestDetails {
        let request = &self.request;
        let decoded = request.operation.and_then(|entry| decode_fields(entry, request));
        let redaction = Redaction::new(request.operation, decoded.as_deref());
        let response = self.response.as_ref();
        RequestDetails {
            summary: self.summary(),
            query: redaction.query(request.uri.query().unwrap_or_default()),
            request_headers: redaction.headers(&request.headers),
            request_body: request.body.content.as_deref().and_then(|body| redaction.body(body)),
            fields: decoded.as_deref().and_then(fields_without_secrets),
            response_headers: response.map(|response| redaction.headers(&response.headers)).unwrap_or_default(),
            response_body: response.and_then(|response| self.response_body(response, &redaction)),
        }
    }

    fn response_body(&self, response: &SentResponse, redaction: &Redaction) -> Option<Json> {
        let body = response.body.content.as_deref()?;
        let mut decoded = (self.request.operation?.response)();
        let mut cx = DecodeContext::new(DecodeMode::Lenient);
        // Members up to an error are decoded. An error response has no secrets.
        let _ = decode_body(&mut *decoded, body, &mut cx);
        redaction.with_secrets_of(&*decoded).body(body)
    }
}

/// Returns the code of an error response, or of an error in a successful response.
fn error_code(entry: &OperationEntry, response: &SentResponse) -> Option<String> {
    let (envelope, body) = (&entry.operation.service.envelope, response.body.content.as_deref()?);
    let error = match response.status.is_success() {
        true => error_in_success_body(envelope, body),
        false => parse_error_body(envelope, body),
    };
    error.map(|error| error.code.to_string())
}

/// Decodes the fields of a request. A body that was not kept has none.
fn decode_fields(entry: &OperationEntry, request: &ReceivedRequest) -> Option<Box<dyn Record>> {
    let body = match &request.body.content {
        Some(content) => content.as_slice(),
        None if request.body.size == 0 => &[],
        None => return None,
    };
    let header = |name: &str| request.headers.get(name).and_then(|value| value.to_str().ok());
    let mut decoded = (entry.request)();
    let parts =
        if decoded.descriptor().is_form() { Some(form::parts(header("Content-Type"), body).ok()?) } else { None };
    let form: Option<Vec<_>> = parts.as_ref().map(|parts| parts.iter().map(Part::received).collect());
    let path = super::redaction::path_parameters(entry.operation.path, request.uri.path());
    let query = request.uri.query().unwrap_or_default();
    let received = RequestRef { path: &path, query, header: &header, body, form: form.as_deref() };
    decode_leniently(entry.operation, received, &mut *decoded);
    Some(decoded)
}

/// Returns the fields as JSON. Secrets and files are missing, so that the rest can be sent again.
fn fields_without_secrets(record: &dyn Record) -> Option<Map<String, Json>> {
    let Ok(Json::Object(mut fields)) = serde_json::to_value(ValueRef::Record(record)) else { return None };
    for (field, value) in record.fields() {
        let is_file = field.binary || matches!(value.view(), ValueRef::Bytes(_) | ValueRef::Path(_));
        if is_file || matches!(value.view(), ValueRef::Absent | ValueRef::Secret(_)) {
            fields.remove(field.name);
        }
    }
    fields.retain(|_, value| !value.is_null());
    Some(fields)
}
