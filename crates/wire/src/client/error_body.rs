//! Error responses of services: a code and a text at the top level of the body, sometimes with HTTP status 200.

use std::fmt;
use std::sync::LazyLock;

use memchr::memmem::{self, Finder};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::decode::repair::repair;
use crate::descriptor::Envelope;

/// An error response of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorBody {
    /// The code. Empty if absent.
    pub code: String,
    /// The text. Empty if absent.
    pub message: String,
    /// The ID of the request, if the gateway sends one in the body.
    pub request_id: String,
}

/// The member names of the gateway, which is in front of every service.
const GATEWAY: (&str, &str) = ("error_code", "error_msg");

/// The search for the code of the gateway, prepared once for all responses.
static GATEWAY_CODE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(GATEWAY.0));

/// Finds an error in a response with a status of success.
///
/// The body is searched for the names of the codes before it is parsed. Responses without these names therefore cost next to
/// nothing.
#[must_use]
pub fn error_in_success_body(envelope: &Envelope, body: &[u8]) -> Option<ErrorBody> {
    let codes = [envelope.code, GATEWAY.0];
    let has_own_code = || envelope.code != GATEWAY.0 && memmem::find(body, envelope.code.as_bytes()).is_some();
    // Most services use the names of the gateway.
    if GATEWAY_CODE.find(body).is_none() && !has_own_code() {
        return None;
    }
    let body = parse(body, &codes, &[envelope.message, GATEWAY.1])?;
    let success = body.code.is_empty() || envelope.success.contains(&body.code.as_str());
    (!success).then_some(body)
}

/// Parses the body of a response with an error status. Returns `None` if it is not a JSON object.
///
/// Accepts the member names of the service, those of the gateway (`error_code`, `error_msg`, `request_id`) and the nested
/// `error` of IAM.
#[must_use]
pub fn parse_error_body(envelope: &Envelope, body: &[u8]) -> Option<ErrorBody> {
    let codes = [envelope.code, GATEWAY.0, "error.code", "code"];
    parse(body, &codes, &[envelope.message, GATEWAY.1, "error.message", "message"])
}

/// Reads code and text from the first of these names that the body has.
fn parse(body: &[u8], codes: &[&str], messages: &[&str]) -> Option<ErrorBody> {
    let wanted: Vec<&str> = [codes, messages, &["request_id"]].concat();
    let valid = std::str::from_utf8(body).ok().and_then(|text| find_members(text, &wanted));
    let members = valid.or_else(|| find_members(&repair(body)?.text, &wanted))?;
    let get = |names: &[&str]| {
        let found = names.iter().find_map(|name| members.iter().find(|(known, _)| known == name));
        found.map(|(_, text)| text.clone()).unwrap_or_default()
    };
    Some(ErrorBody { code: get(codes), message: get(messages), request_id: get(&["request_id"]) })
}

/// Finds the wanted members of a JSON object. Parses text rather than a slice, as for other responses, because the reader
/// for slices would be compiled into every program a second time.
fn find_members(text: &str, wanted: &[&str]) -> Option<Members> {
    let mut found = Members::new();
    let visitor = MemberVisitor { wanted, into: Some(("", &mut found)) };
    let value = visitor.deserialize(&mut serde_json::Deserializer::from_str(text)).ok()?;
    matches!(value, MemberValue::Object).then_some(found)
}

/// The members that were found, by name. The last duplicate counts, as everywhere.
type Members = Vec<(String, String)>;

fn insert(found: &mut Members, name: String, text: String) {
    match found.iter_mut().find(|(known, _)| *known == name) {
        Some((_, before)) => *before = text,
        None => found.push((name, text)),
    }
}

/// The member with a nested object, and the prefix of the nested names.
const NESTED: (&str, &str) = ("error", "error.");

/// A visitor that reads the wanted members of an object if they are texts or numbers, and those of its member `error`. All
/// other values are skipped without being built, whatever their size.
struct MemberVisitor<'a> {
    wanted: &'a [&'a str],
    /// The list of members and the prefix of their names. `None` if an object is skipped like all other values.
    into: Option<(&'static str, &'a mut Members)>,
}

/// The value that was read.
enum MemberValue {
    Object,
    /// A text, or a number as text.
    Text(String),
    Other,
}

impl<'de> DeserializeSeed<'de> for MemberVisitor<'_> {
    type Value = MemberValue;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<MemberValue, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for MemberVisitor<'_> {
    type Value = MemberValue;

    #[inline]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<MemberValue, A::Error> {
        let wanted = self.wanted;
        let Some((prefix, found)) = self.into else {
            return IgnoredAny.visit_map(source).map(|_| MemberValue::Other);
        };
        while let Some(name) = source.next_key::<String>()? {
            let name = format!("{prefix}{name}");
            if name == NESTED.0 {
                source.next_value_seed(MemberVisitor { wanted, into: Some((NESTED.1, &mut *found)) })?;
            } else if !wanted.contains(&name.as_str()) {
                source.next_value::<IgnoredAny>()?;
            } else if let MemberValue::Text(text) = source.next_value_seed(MemberVisitor { wanted, into: None })? {
                insert(found, name, text);
            }
        }
        Ok(MemberValue::Object)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, source: A) -> Result<MemberValue, A::Error> {
        IgnoredAny.visit_seq(source).map(|_| MemberValue::Other)
    }

    fn visit_str<E>(self, text: &str) -> Result<MemberValue, E> {
        Ok(MemberValue::Text(text.to_owned()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<MemberValue, E> {
        Ok(MemberValue::Text(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<MemberValue, E> {
        Ok(MemberValue::Text(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<MemberValue, E> {
        Ok(MemberValue::Text(serde_json::Value::from(number).to_string()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<MemberValue, E> {
        Ok(MemberValue::Other)
    }

    fn visit_unit<E>(self) -> Result<MemberValue, E> {
        Ok(MemberValue::Other)
    }
}
