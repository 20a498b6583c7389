//! JSON that keeps the order of its members, so that examples stay as a page shows them.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<Json>),
    Object(IndexMap<String, Json>),
}

impl Json {
    /// Parses a text.
    ///
    /// # Errors
    /// Returns the error of the parser, with line and column.
    pub(crate) fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// Returns the text of the value in JSON.
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Returns the value of a serializable item.
    pub(crate) fn from_item(item: &impl Serialize) -> Option<Self> {
        serde_json::to_string(item).ok().and_then(|text| Self::parse(&text).ok())
    }

    /// Returns a number.
    pub(crate) fn from_i64(number: i64) -> Self {
        Self::Number(number.into())
    }

    /// Returns the members of an object.
    pub(crate) fn members(&self) -> Option<&IndexMap<String, Json>> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Returns the text of a string or a number without quotes: the form of a value in a path or a query.
    pub(crate) fn to_plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            other => other.to_json(),
        }
    }

    /// Returns the word for the JSON type, as in a sentence about an example.
    pub(crate) fn type_word(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order() {
        let text = r#"{"b":1,"a":[{"z":null,"y":true}],"c":-1.5,"d":"x"}"#;
        assert_eq!(Json::parse(text).unwrap().to_json(), text);
    }
}
