//! Members that always have the same value. They are written and checked, and no caller sets them.

use serde::ser::{Serialize, Serializer};
use serde_json::Value as Json;

/// A member of a body that always has the same value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Constant {
    /// The name on the wire.
    pub name: &'static str,
    /// The value.
    pub value: ConstantValue,
}

/// The value of a [`Constant`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConstantValue {
    /// A text.
    Text(&'static str),
    /// A whole number.
    Int(i64),
    /// A Boolean.
    Bool(bool),
}

impl Constant {
    /// Creates a constant text.
    #[must_use]
    #[inline]
    pub const fn text(name: &'static str, value: &'static str) -> Self {
        Self { name, value: ConstantValue::Text(value) }
    }

    /// Creates a constant number.
    #[must_use]
    #[inline]
    pub const fn int(name: &'static str, value: i64) -> Self {
        Self { name, value: ConstantValue::Int(value) }
    }

    /// Creates a constant Boolean.
    #[must_use]
    #[inline]
    pub const fn bool(name: &'static str, value: bool) -> Self {
        Self { name, value: ConstantValue::Bool(value) }
    }

    /// Returns true if `json` is the value. A number and a text with the same digits are equal.
    #[must_use]
    pub fn is(&self, json: &Json) -> bool {
        match (self.value, json) {
            (ConstantValue::Text(value), Json::String(text)) => value == text,
            (ConstantValue::Text(value), Json::Number(number)) => value == number.to_string(),
            (ConstantValue::Int(value), Json::Number(number)) => number.as_i64() == Some(value),
            (ConstantValue::Int(value), Json::String(text)) => text.parse() == Ok(value),
            (ConstantValue::Bool(value), json) => json.as_bool() == Some(value),
            _ => false,
        }
    }

    /// Describes a wrong value, as in `must be "10"`.
    #[must_use]
    pub fn problem(&self) -> String {
        match self.value {
            ConstantValue::Text(value) => format!("must be {value:?}"),
            ConstantValue::Int(value) => format!("must be {value}"),
            ConstantValue::Bool(value) => format!("must be {value}"),
        }
    }
}

impl Serialize for ConstantValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            ConstantValue::Text(value) => serializer.serialize_str(value),
            ConstantValue::Int(value) => serializer.serialize_i64(*value),
            ConstantValue::Bool(value) => serializer.serialize_bool(*value),
        }
    }
}
