//! Answers on their way out: from a typed answer, a refusal or an example to status, headers and bytes.

use std::time::SystemTime;

use httpdate::fmt_http_date;
use hwc_transport::bytes::Bytes;
use hwc_transport::http::{HeaderName, HeaderValue, Response, StatusCode};
use hwc_wire::catalog::Example;
use hwc_wire::{Operation, Record, Service, respond};
use serde_json::{Map, Value, json};

use crate::dialect;
use crate::refusal::Refusal;

/// Ids that the service writes as numbers in these answers and as text elsewhere: operation and field.
const NUMBERED: [(&str, &str); 1] = [("ListDiagnoseJob", "job_id")];

/// Lists of one that the tables of the reference and the SDKs have as the object alone, though an example shows the list.
const SINGLE: [(&str, &str); 2] =
    [("ListCaseCcEmails", "cc_email_info"), ("ShowPartnersServiceInfo", "partners_service_info")];

/// What all answers carry.
pub(crate) struct Stamp {
    pub(crate) request_id: String,
    pub(crate) now: SystemTime,
}

/// An answer, ready to be sent.
pub(crate) struct Answer {
    status: StatusCode,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    pub(crate) fn new(status: StatusCode, body: Vec<u8>) -> Self {
        Self { status, headers: Vec::new(), body }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn json(status: StatusCode, body: &Value) -> Self {
        Self::new(status, body.to_string().into_bytes()).header("Content-Type", "application/json")
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
        let mut parts = respond(answer).map_err(|error| Refusal::internal(error.to_string()))?;
        if let Some(content) = parts.content {
            let start = Self::new(status, content.into_vec()).header("Content-Type", "application/octet-stream");
            return Ok(parts.headers.iter().fold(start, |start, (name, value)| start.header(name, value)));
        }
        write_numbers(operation, &mut parts.body);
        for (_, name) in SINGLE.iter().filter(|(name, _)| *name == operation.name) {
            if let Some([only]) = parts.body[*name].as_array().map(Vec::as_slice) {
                parts.body[*name] = only.clone();
            }
        }
        let envelope = &operation.service.envelope;
        if let (true, Some(members)) = (envelope.always, parts.body.as_object_mut()) {
            members.insert(envelope.code.to_owned(), json!(0));
            members.insert(envelope.message.to_owned(), json!("success"));
        }
        // The reference shows None where an answer has no fields and the service no envelope.
        let empty = parts.body.as_object().is_some_and(Map::is_empty) && answer.shape().fields.is_empty();
        let start = if empty { Self::new(status, Vec::new()) } else { Self::json(status, &parts.body) };
        Ok(parts.headers.iter().fold(start, |start, (name, value)| start.header(name, value)))
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

    /// As a response. Headers that cannot be sent are left out.
    pub(crate) fn into_response(self, stamp: &Stamp) -> Response<Bytes> {
        let mut response = Response::new(Bytes::from(self.body));
        *response.status_mut() = self.status;
        let own = [("X-Request-Id", stamp.request_id.clone()), ("Date", fmt_http_date(stamp.now))];
        let all = self.headers.into_iter().chain(own.map(|(name, value)| (name.to_owned(), value)));
        for (name, value) in all {
            if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::try_from(value)) {
                response.headers_mut().insert(name, value);
            }
        }
        response
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
