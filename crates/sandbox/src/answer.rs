//! Answers on their way out: from a typed answer, a refusal or an example to status, headers and bytes.

use std::time::SystemTime;

use httpdate::fmt_http_date;
use hwc_transport::bytes::Bytes;
use hwc_transport::http::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue};
use hwc_transport::http::{Response, StatusCode};
use hwc_wire::catalog::Example;
use hwc_wire::{AnswerParts, Operation, Record, Service, respond};
use serde_json::{Value, json};

use crate::refusal::Refusal;
use crate::{body, dialect};

/// Ids that the service writes as numbers in these answers and as text elsewhere: operation and field.
const NUMBERED: [(&str, &str); 1] = [("ListDiagnoseJob", "job_id")];

/// Lists of one that the tables of the reference and the SDKs have as the object alone, though an example shows the list.
const SINGLE: [(&str, &str); 2] =
    [("ListCaseCcEmails", "cc_email_info"), ("ShowPartnersServiceInfo", "partners_service_info")];

/// The header with the number of the request.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What all answers carry.
pub(crate) struct Stamp {
    pub(crate) request_id: String,
    pub(crate) now: SystemTime,
}

/// An answer, ready to be sent.
pub(crate) struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    pub(crate) fn new(status: StatusCode, body: Vec<u8>) -> Self {
        Self { status, headers: HeaderMap::new(), body }
    }

    /// Adds a header. One that cannot be sent is left out.
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

    /// A refusal in the shape of the service; without one, in that of the gateway.
    pub(crate) fn refusal(service: Option<&Service>, refusal: &Refusal, request_id: &str) -> Self {
        let (status, body) = dialect::say(service, refusal, request_id);
        Self::json(status, &body)
    }

    /// The answer that a behaviour gave.
    pub(crate) fn typed(operation: &Operation, answer: &dyn Record) -> Result<Self, Refusal> {
        let status = operation.success.first().and_then(|status| StatusCode::from_u16(*status).ok());
        let status = status.unwrap_or(StatusCode::OK);
        let envelope = &operation.service.envelope;
        let internal = |error: serde_json::Error| Refusal::internal(error.to_string());
        if is_special(operation) || !body::is_all(answer) {
            return Ok(Self::parts(status, operation, respond(answer).map_err(internal)?));
        }
        // The reference shows None where an answer has no fields and the service no envelope.
        if answer.shape().fields.is_empty() && !envelope.always {
            return Ok(Self::new(status, Vec::new()));
        }
        Ok(Self::written(status, body::write(answer, envelope).map_err(internal)?))
    }

    /// An answer that is not just members of a body, or not as the models write it.
    fn parts(status: StatusCode, operation: &Operation, mut parts: AnswerParts) -> Self {
        if let Some(content) = parts.content {
            let start = Self::new(status, content.into_vec()).header("Content-Type", "application/octet-stream");
            return parts.headers.iter().fold(start, |start, (name, value)| start.header(name, value));
        }
        write_numbers(operation, &mut parts.body);
        unwrap_single(operation, &mut parts.body);
        let envelope = &operation.service.envelope;
        if let (true, Some(members)) = (envelope.always, parts.body.as_object_mut()) {
            members.insert(envelope.code.to_owned(), json!(0));
            members.insert(envelope.message.to_owned(), json!("success"));
        }
        let start = Self::json(status, &parts.body);
        parts.headers.iter().fold(start, |start, (name, value)| start.header(name, value))
    }

    /// The answer of the spec's example, which says that it is one.
    pub(crate) fn example(example: &Example) -> Self {
        let status = u16::try_from(example.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
        let mut answer = Self::new(status.unwrap_or(StatusCode::OK), example.answer.clone().into_bytes())
            .header("Content-Type", "application/json")
            .header("X-Hwc-Sandbox", "example");
        for (name, value) in &example.headers {
            answer = answer.header(name, value);
        }
        answer
    }

    /// As a response, with what all answers carry.
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

/// Whether what the models write of an answer is not what the service writes.
fn is_special(operation: &Operation) -> bool {
    NUMBERED.iter().chain(&SINGLE).any(|(name, _)| *name == operation.name)
}

/// Takes the one element out of lists that the service writes without them.
fn unwrap_single(operation: &Operation, body: &mut Value) {
    for (_, name) in SINGLE.iter().filter(|(name, _)| *name == operation.name) {
        if let Some([only]) = body[*name].as_array().map(Vec::as_slice) {
            body[*name] = only.clone();
        }
    }
}

/// Makes numbers of the ids that the service writes so.
fn write_numbers(operation: &Operation, body: &mut Value) {
    for (_, field) in NUMBERED.iter().filter(|(name, _)| *name == operation.name) {
        let number: Option<i64> = body[field].as_str().and_then(|text| text.parse().ok());
        if let Some(number) = number {
            body[field] = json!(number);
        }
    }
}
