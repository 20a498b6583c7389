//! Answers on their way out: from a typed answer, a refusal or an example to status, headers and bytes.

use hwc_transport::bytes::Bytes;
use hwc_transport::http::{HeaderName, HeaderValue, Response, StatusCode};
use hwc_wire::catalog::Example;
use hwc_wire::record::{Record, each_field};
use hwc_wire::{Operation, Output, Place};
use serde_json::{Map, Value, json};

use crate::refusal::Refusal;

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

    /// The answer that a behaviour gave.
    pub(crate) fn typed(operation: &Operation, answer: &dyn Record) -> Result<Self, Refusal> {
        let status = operation.success.first().and_then(|status| StatusCode::from_u16(*status).ok());
        let status = status.unwrap_or(StatusCode::OK);
        let body = body(operation, answer)?;
        // The reference shows None where an answer has no fields and the service no envelope.
        let empty = body.as_object().is_some_and(Map::is_empty) && answer.shape().fields.is_empty();
        let start = if empty { Self::new(status, Vec::new()) } else { Self::json(status, &body) };
        Ok(with_headers(start, answer))
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
    pub(crate) fn into_response(self, request_id: &str) -> Response<Bytes> {
        let mut response = Response::new(Bytes::from(self.body));
        *response.status_mut() = self.status;
        let all = self.headers.into_iter().chain([("X-Request-Id".to_owned(), request_id.to_owned())]);
        for (name, value) in all {
            if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::try_from(value)) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// The fields that travel in the body, and the envelope of services that have one in every answer.
fn body(operation: &Operation, answer: &dyn Record) -> Result<Value, Refusal> {
    let mut members = Map::new();
    let mut whole = None;
    let mut done = Ok(());
    each_field(answer, &mut |field, value| {
        let output = value.show();
        if matches!(output, Output::Absent) || !matches!(field.place, Place::Body | Place::Whole) {
            return;
        }
        match serde_json::to_value(output) {
            Ok(json) if field.place == Place::Whole => whole = Some(json),
            Ok(json) => drop(members.insert(field.name.to_owned(), json)),
            Err(error) => done = Err(Refusal::internal(format!("{} cannot be sent: {error}", field.name))),
        }
    });
    done?;
    if operation.service.id == "koodrive" && whole.is_none() {
        members.insert("code".to_owned(), json!(0));
        members.insert("msg".to_owned(), json!("success"));
    }
    Ok(whole.unwrap_or(Value::Object(members)))
}

fn with_headers(mut start: Answer, answer: &dyn Record) -> Answer {
    each_field(answer, &mut |field, value| {
        let text = match value.show() {
            Output::Text(text) | Output::TextCode(text, _) | Output::Secret(text) => text.to_owned(),
            Output::Int(number) | Output::NumberCode(number, _) => number.to_string(),
            Output::Uint(number) => number.to_string(),
            Output::Bool(value) => value.to_string(),
            _ => return,
        };
        if field.place == Place::Header {
            start.headers.push((field.name.to_owned(), text));
        }
    });
    start
}
