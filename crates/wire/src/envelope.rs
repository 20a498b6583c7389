//! The services' way to say no: a code and a text at the top of an answer, sometimes with HTTP status 200.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

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

/// The names of the gateway, which stands before every service.
const GATEWAY: (&str, &str) = ("error_code", "error_msg");

/// Looks for a refusal in an answer with a status of success.
///
/// The body is searched for the names of the codes before anything is parsed: answers that cannot hold a refusal cost
/// next to nothing.
#[must_use]
pub fn refusal(envelope: &Envelope, body: &[u8]) -> Option<Refusal> {
    let codes = [envelope.code, GATEWAY.0];
    let named = |code: &str| memchr::memmem::find(body, code.as_bytes()).is_some();
    // Most services have the names of the gateway.
    if !named(GATEWAY.0) && (envelope.code == GATEWAY.0 || !named(envelope.code)) {
        return None;
    }
    let refusal = read(body, &codes, &[envelope.message, GATEWAY.1])?;
    let success = refusal.code.is_empty() || envelope.success.contains(&refusal.code.as_str());
    (!success).then_some(refusal)
}

/// Reads the body of an answer whose status says that something went wrong. `None` when it is no JSON object.
///
/// Knows the service's own names, the gateway's (`error_code`, `error_msg`, `request_id`) and IAM's nested `error`.
#[must_use]
pub fn parse(envelope: &Envelope, body: &[u8]) -> Option<Refusal> {
    let codes = [envelope.code, GATEWAY.0, "error.code", "code"];
    read(body, &codes, &[envelope.message, GATEWAY.1, "error.message", "message"])
}

/// Takes code and text from the first of these names that the body has.
fn read(body: &[u8], codes: &[&str], messages: &[&str]) -> Option<Refusal> {
    let wanted: Vec<&str> = [codes, messages, &["request_id"]].concat();
    // From text, as answers are: the same reader for slices would be compiled into every program a second time.
    let mut source = serde_json::Deserializer::from_str(std::str::from_utf8(body).ok()?);
    let members = Top(&wanted).deserialize(&mut source).ok()?;
    // A member that comes twice counts as the last, as everywhere.
    let get = |names: &[&str]| {
        let found = names.iter().find_map(|name| members.iter().rev().find(|(key, _)| key == name));
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    };
    Some(Refusal { code: get(codes), message: get(messages), request_id: get(&["request_id"]) })
}

/// Reads the scalar members of these names at the top of an object, and those of its member `error`, as text. Everything
/// else is skipped without being built.
struct Top<'a>(&'a [&'a str]);

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = Vec<(String, String)>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        source.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = Vec<(String, String)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = source.next_key::<String>()? {
            if name == "error" {
                let inner = source.next_value::<serde_json::Value>()?;
                for (key, value) in inner.as_object().into_iter().flatten() {
                    members.extend(scalar(value).map(|text| (format!("error.{key}"), text)));
                }
            } else if self.0.contains(&name.as_str()) {
                members.extend(scalar(&source.next_value()?).map(|text| (name, text)));
            } else {
                source.next_value::<IgnoredAny>()?;
            }
        }
        Ok(members)
    }
}

fn scalar(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
