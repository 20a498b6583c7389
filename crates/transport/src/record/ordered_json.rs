//! JSON that preserves the order of members, so that a replay returns bodies in their original form.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Number;

/// A JSON value. Members stay in order, and a name may occur twice. It has no `Debug`, since it may contain secrets.
#[derive(Clone, PartialEq)]
pub(super) enum OrderedJson {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<OrderedJson>),
    Object(Vec<(String, OrderedJson)>),
}

impl OrderedJson {
    /// Parses a text of at most 127 levels, which is serde_json's limit.
    pub(super) fn parse(json: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(json)
    }

    /// Returns the JSON without whitespace.
    pub(super) fn compact(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Returns the JSON with indentation.
    pub(super) fn pretty(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Returns the nesting depth of lists and objects.
    pub(super) fn depth(&self) -> usize {
        let deepest = match self {
            OrderedJson::List(items) => items.iter().map(OrderedJson::depth).max(),
            OrderedJson::Object(members) => members.iter().map(|(_, value)| value.depth()).max(),
            _ => return 0,
        };
        1 + deepest.unwrap_or(0)
    }

    /// Returns the member `name` of an object.
    pub(super) fn member(&self, name: &str) -> Option<&OrderedJson> {
        let OrderedJson::Object(members) = self else { return None };
        members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }
}

impl From<&str> for OrderedJson {
    fn from(text: &str) -> Self {
        OrderedJson::Text(text.to_owned())
    }
}

impl From<u64> for OrderedJson {
    fn from(number: u64) -> Self {
        OrderedJson::Number(number.into())
    }
}

/// Builds an object and omits members without a value.
pub(super) fn object<const N: usize>(members: [(&str, Option<OrderedJson>); N]) -> OrderedJson {
    let present = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    OrderedJson::Object(present.collect())
}

/// Builds a list of texts.
pub(super) fn texts(items: &[String]) -> OrderedJson {
    OrderedJson::List(items.iter().map(|item| OrderedJson::from(item.as_str())).collect())
}

impl Serialize for OrderedJson {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            OrderedJson::Null => to.serialize_unit(),
            OrderedJson::Bool(value) => to.serialize_bool(*value),
            OrderedJson::Number(number) => number.serialize(to),
            OrderedJson::Text(text) => to.serialize_str(text),
            OrderedJson::List(items) => to.collect_seq(items),
            OrderedJson::Object(members) => to.collect_map(members.iter().map(|(name, value)| (name, value))),
        }
    }
}

impl<'de> Deserialize<'de> for OrderedJson {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(AnyJson)
    }
}

struct AnyJson;

impl<'de> Visitor<'de> for AnyJson {
    type Value = OrderedJson;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<OrderedJson, E> {
        Ok(OrderedJson::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<OrderedJson, E> {
        Ok(OrderedJson::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<OrderedJson, E> {
        Ok(OrderedJson::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<OrderedJson, E> {
        Ok(OrderedJson::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<OrderedJson, E> {
        Ok(Number::from_f64(value).map_or(OrderedJson::Null, OrderedJson::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<OrderedJson, E> {
        Ok(OrderedJson::from(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<OrderedJson, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = from.next_element()? {
            items.push(item);
        }
        Ok(OrderedJson::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<OrderedJson, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = from.next_entry()? {
            members.push(member);
        }
        Ok(OrderedJson::Object(members))
    }
}
