//! The services' way to say no: a code and a text at the top of an answer, sometimes with HTTP status 200.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::service::Envelope;

/// What a service says when it refuses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The code; empty when there was none.
    pub code: String,
    /// The text; empty when there was none.
    pub message: String,
    /// The id of the request, where the gateway gives one in the body.
    pub request_id: String,
}

/// Looks for a refusal in an answer with a status of success.
///
/// The body is searched for the name of the code before anything is parsed: answers that cannot hold a refusal cost
/// next to nothing.
#[must_use]
pub fn refusal(envelope: &Envelope, body: &[u8]) -> Option<Refusal> {
    let quoted = format!("\"{}\"", envelope.code);
    if !contains(body, quoted.as_bytes()) {
        return None;
    }
    let refusal = parse(envelope, body)?;
    let success = refusal.code.is_empty() || envelope.success.contains(&refusal.code.as_str());
    (!success).then_some(refusal)
}

/// Reads the body of an answer whose status says that something went wrong. `None` when it is no JSON object.
///
/// Knows the service's own names, the gateway's (`error_code`, `error_msg`, `request_id`) and IAM's nested `error`.
#[must_use]
pub fn parse(envelope: &Envelope, body: &[u8]) -> Option<Refusal> {
    let Top(members) = serde_json::from_slice(body).ok()?;
    let get = |names: &[&str]| {
        names.iter().find_map(|name| members.iter().find(|(key, _)| key == name)).map(|(_, text)| text.clone())
    };
    Some(Refusal {
        code: get(&[envelope.code, "error_code", "error.code", "code"]).unwrap_or_default(),
        message: get(&[envelope.message, "error_msg", "error.message", "message"]).unwrap_or_default(),
        request_id: get(&["request_id"]).unwrap_or_default(),
    })
}

fn contains(body: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(body, needle).is_some()
}

/// The scalar members at the top of an object, and those of its member `error`, as text.
struct Top(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Top {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_map(TopVisitor)
    }
}

struct TopVisitor;

impl<'de> Visitor<'de> for TopVisitor {
    type Value = Top;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Top, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = source.next_key::<String>()? {
            if name == "error" {
                let inner = source.next_value::<serde_json::Value>()?;
                for (key, value) in inner.as_object().into_iter().flatten() {
                    members.extend(scalar(value).map(|text| (format!("error.{key}"), text)));
                }
            } else if wanted(&name) {
                members.extend(scalar(&source.next_value()?).map(|text| (name, text)));
            } else {
                source.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Top(members))
    }
}

/// Large members are skipped without being built.
fn wanted(name: &str) -> bool {
    name.contains("code") || name.contains("msg") || name.contains("message") || name == "request_id"
}

fn scalar(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
