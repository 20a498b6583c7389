//! The facts of one endpoint: the layout of a JSON file of facts, and the result of reading a page. CONTRIBUTING describes
//! the layout.

use indexmap::IndexMap;
use serde::Deserialize;

use super::json::Json;

/// The keys of a JSON object that the layout does not know.
type Rest = IndexMap<String, Json>;

/// The facts of one endpoint.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Facts {
    #[serde(default)]
    pub(crate) service: String,
    #[serde(default)]
    pub(crate) group: String,
    /// The name of the operation, or nothing if the source does not name it.
    #[serde(default)]
    pub(crate) operation: String,
    pub(crate) method: String,
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) source: Vec<String>,
    #[serde(default)]
    pub(crate) summary: String,
    #[serde(default)]
    pub(crate) params: Vec<FactField>,
    pub(crate) request_body: Option<Body>,
    #[serde(default)]
    pub(crate) responses: IndexMap<String, ResponseFacts>,
    #[serde(default)]
    pub(crate) models: IndexMap<String, Model>,
    #[serde(default)]
    pub(crate) examples: Vec<ExampleFacts>,
    /// The contradictions and gaps of the source.
    #[serde(default)]
    pub(crate) uncertain: Vec<String>,
    pub(crate) note: Option<String>,
    /// The description of the operation on a page, which must be reworded.
    #[serde(skip)]
    pub(crate) page_text: Option<String>,
    #[serde(flatten)]
    pub(crate) rest: Rest,
}

/// A parameter or a field of a model.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct FactField {
    pub(crate) name: String,
    /// The location of a parameter: `path`, `query` or `header`.
    #[serde(rename = "in")]
    pub(crate) location: Option<String>,
    pub(crate) required: Option<bool>,
    #[serde(rename = "type", default)]
    pub(crate) kind: String,
    pub(crate) min_length: Option<i64>,
    pub(crate) max_length: Option<i64>,
    pub(crate) minimum: Option<i64>,
    pub(crate) maximum: Option<i64>,
    pub(crate) min_items: Option<i64>,
    pub(crate) max_items: Option<i64>,
    pub(crate) item_min_length: Option<i64>,
    pub(crate) item_max_length: Option<i64>,
    pub(crate) pattern: Option<String>,
    pub(crate) format: Option<String>,
    pub(crate) default: Option<Json>,
    #[serde(rename = "enum", default)]
    pub(crate) codes: Vec<Code>,
    pub(crate) example: Option<Json>,
    /// A note in own words.
    pub(crate) note: Option<String>,
    /// The description on a page, which must be reworded.
    #[serde(skip)]
    pub(crate) page_text: Option<String>,
    #[serde(flatten)]
    pub(crate) rest: Rest,
}

/// A value of an enum.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Code {
    pub(crate) value: Json,
    pub(crate) meaning: Option<String>,
    /// The meaning on a page, which must be reworded.
    #[serde(skip)]
    pub(crate) page_text: Option<String>,
}

/// The body of a request.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Body {
    pub(crate) content_type: Option<String>,
    #[serde(rename = "type")]
    pub(crate) kind: String,
}

/// The response for one status.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct ResponseFacts {
    #[serde(rename = "type", default)]
    pub(crate) kind: String,
    /// The headers of the response with their notes.
    #[serde(default)]
    pub(crate) headers: IndexMap<String, String>,
}

/// A record.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Model {
    pub(crate) fields: Vec<FactField>,
    pub(crate) note: Option<String>,
    #[serde(flatten)]
    pub(crate) rest: Rest,
}

/// A call that the source shows.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct ExampleFacts {
    /// The body, or an object with the members `path`, `query`, `headers` and `body`.
    pub(crate) request: Option<Json>,
    pub(crate) request_url: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) query: Option<String>,
    /// The body of the response.
    pub(crate) response: Option<Json>,
    #[serde(default)]
    pub(crate) response_headers: IndexMap<String, String>,
    pub(crate) status: Option<u16>,
    pub(crate) note: Option<String>,
    /// True if the source says that the response has no body.
    #[serde(skip)]
    pub(crate) empty_response: bool,
    #[serde(flatten)]
    pub(crate) rest: Rest,
}

/// The type of a field in the words of the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FactType {
    Text,
    Integer,
    Long,
    Number,
    Bool,
    Object,
    Binary,
    List(Box<FactType>),
    Map(Box<FactType>),
    Model(String),
}

impl FactType {
    /// Parses `string`, `array<T>`, `map<T>` and the like. All other words are names of models.
    pub(crate) fn parse(text: &str) -> Self {
        Self::parse_nested(text.trim(), 8)
    }

    fn parse_nested(text: &str, left: usize) -> Self {
        let inner = |name: &str| {
            text.strip_prefix(name)?.strip_prefix('<')?.strip_suffix('>').filter(|inner| left > 0 && !inner.is_empty())
        };
        if let Some(element) = inner("array") {
            return Self::List(Box::new(Self::parse_nested(element.trim(), left.saturating_sub(1))));
        }
        if let Some(value) = inner("map") {
            return Self::Map(Box::new(Self::parse_nested(value.trim(), left.saturating_sub(1))));
        }
        match text {
            "string" => Self::Text,
            "integer" => Self::Integer,
            "long" => Self::Long,
            "number" => Self::Number,
            "boolean" => Self::Bool,
            "object" => Self::Object,
            "binary" => Self::Binary,
            name => Self::Model(name.to_owned()),
        }
    }

    /// Returns the name of the model inside, if any.
    pub(crate) fn model(&self) -> Option<&str> {
        match self {
            Self::Model(name) => Some(name),
            Self::List(inner) | Self::Map(inner) => inner.model(),
            _ => None,
        }
    }
}

impl Facts {
    /// Returns the status and the response of success: the first one below 300.
    pub(crate) fn success(&self) -> Option<(u16, &ResponseFacts)> {
        let mut known = self.responses.iter().filter_map(|(status, response)| Some((status.parse().ok()?, response)));
        known.find(|(status, _): &(u16, _)| (200..300).contains(status))
    }

    /// Returns the fields of a model, or nothing for an unknown one.
    pub(crate) fn fields(&self, model: &str) -> &[FactField] {
        self.models.get(model).map_or(&[], |model| &model.fields)
    }

    /// Returns the request line.
    pub(crate) fn request_line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Returns the keys that the layout does not know, each with its position in the JSON.
    pub(crate) fn unknown_keys(&self) -> Vec<String> {
        let mut found: Vec<String> = self.rest.keys().cloned().collect();
        let mut add = |place: String, rest: &Rest| found.extend(rest.keys().map(|key| format!("{place}.{key}")));
        for (index, field) in self.params.iter().enumerate() {
            add(format!("params[{index}]"), &field.rest);
        }
        for (name, model) in &self.models {
            add(format!("models.{name}"), &model.rest);
            for (index, field) in model.fields.iter().enumerate() {
                add(format!("models.{name}.fields[{index}]"), &field.rest);
            }
        }
        for (index, example) in self.examples.iter().enumerate() {
            add(format!("examples[{index}]"), &example.rest);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_nest() {
        let nested = FactType::parse("map<array<Cell>>");
        assert_eq!(nested, FactType::Map(Box::new(FactType::List(Box::new(FactType::Model("Cell".to_owned()))))));
        assert_eq!(nested.model(), Some("Cell"));
        assert_eq!(FactType::parse("array<"), FactType::Model("array<".to_owned()));
        let deep = format!("{}string{}", "array<".repeat(5000), ">".repeat(5000));
        assert!(FactType::parse(&deep).model().is_some(), "the depth is limited");
    }

    #[test]
    fn unknown_keys_are_listed_with_their_position() {
        let text =
            r#"{"method":"GET","path":"/a","models":{"B":{"fields":[{"name":"c","type":"string","colour":1}]}}}"#;
        let facts: Facts = serde_json::from_str(text).unwrap();
        assert_eq!(facts.unknown_keys(), ["models.B.fields[0].colour"]);
    }
}
