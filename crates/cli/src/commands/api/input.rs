//! The fields and the body of a request.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use hwc_api::Method;
use hwc_api::serde_json::{self, Map, Value};
use hwc_dynamic::decode_text;

use crate::error::CliError;

/// The query and the JSON body of a request.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Body {
    pub(super) query: Vec<(String, String)>,
    pub(super) json: Option<Value>,
}

/// Parses `key=text`.
pub(super) fn parse_field(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text.split_once('=').ok_or("expected KEY=VALUE")?;
    Ok((name.to_owned(), Value::String(value.to_owned())))
}

/// Parses `key=json`, `key=@FILE` or `key=-`. A text that is not JSON is a text.
pub(super) fn parse_typed_field(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text.split_once('=').ok_or("expected KEY=VALUE")?;
    let value = match value.strip_prefix('@') {
        Some(path) => Value::String(read(Path::new(path)).map_err(|error| error.message())?),
        None if value == "-" => Value::String(read(Path::new("-")).map_err(|error| error.message())?),
        None => serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned())),
    };
    Ok((name.to_owned(), value))
}

impl Body {
    /// Distributes the fields: to the query if the method has no body, or if the body is a file; otherwise to the body.
    pub(super) fn new(method: Method, fields: Vec<(String, Value)>, input: Option<&Path>) -> Result<Self, CliError> {
        let json = input.map(read_json).transpose()?;
        if method.is_bodyless() || json.is_some() {
            let text = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            return Ok(Self { query: fields.into_iter().map(|(name, value)| (name, text(value))).collect(), json });
        }
        let mut members = Map::new();
        for (name, value) in fields {
            insert(&mut members, &name, value)?;
        }
        let json = (!members.is_empty()).then_some(Value::Object(members));
        Ok(Self { query: Vec::new(), json })
    }
}

/// Adds a member. `a[b]=1` is a member of an object, and `a[]=1` is an element of a list.
fn insert(members: &mut Map<String, Value>, name: &str, value: Value) -> Result<(), CliError> {
    let Some((head, rest)) = name.split_once('[') else {
        members.insert(name.to_owned(), value);
        return Ok(());
    };
    let invalid = || CliError::usage(format!("the field `{name}` is not of the form name, name[member] or name[]"));
    let (inner, rest) = rest.split_once(']').ok_or_else(invalid)?;
    if inner.is_empty() && rest.is_empty() {
        let list = members.entry(head).or_insert_with(|| Value::Array(Vec::new()));
        list.as_array_mut().ok_or_else(invalid)?.push(value);
        return Ok(());
    }
    let object = members.entry(head).or_insert_with(|| Value::Object(Map::new()));
    insert(object.as_object_mut().ok_or_else(invalid)?, &format!("{inner}{rest}"), value)
}

fn read_json(path: &Path) -> Result<Value, CliError> {
    let text = read(path)?;
    serde_json::from_str(&text).map_err(|error| CliError::usage(format!("--input: expected JSON: {error}")))
}

/// Reads a text from a file, or from standard input for `-`.
fn read(path: &Path) -> Result<String, CliError> {
    let mut bytes = Vec::new();
    let read = match path == Path::new("-") {
        true => io::stdin().lock().read_to_end(&mut bytes).map(drop),
        false => fs::read(path).map(|content| bytes = content),
    };
    read.map_err(|error| CliError::usage(format!("cannot read {}: {error}", path.display())))?;
    decode_text(bytes, &path.display().to_string()).map_err(|error| CliError::usage(error.to_string()))
}

#[cfg(test)]
mod tests {
    use hwc_api::serde_json::json;

    use super::*;

    #[test]
    fn fields_follow_the_method() {
        let fields = || vec![("limit".to_owned(), json!(5)), ("name".to_owned(), json!("x"))];
        let query = Body::new(Method::Get, fields(), None).unwrap();
        assert_eq!(query.query, [("limit".to_owned(), "5".to_owned()), ("name".to_owned(), "x".to_owned())]);
        let body = Body::new(Method::Post, fields(), None).unwrap();
        assert_eq!((body.json, body.query), (Some(json!({ "limit": 5, "name": "x" })), vec![]));
        assert_eq!(Body::new(Method::Post, vec![], None).unwrap(), Body::default());
    }

    #[test]
    fn fields_nest() {
        let fields = ["a[b]=1", "a[c]=x", "ids[]=1", "ids[]=2", "a[d][e]=true"];
        let fields = fields.map(|field| parse_typed_field(field).unwrap()).to_vec();
        let body = Body::new(Method::Put, fields, None).unwrap().json.unwrap();
        assert_eq!(body, json!({ "a": { "b": 1, "c": "x", "d": { "e": true } }, "ids": [1, 2] }));
        let odd = vec![parse_field("a[b=1").unwrap()];
        assert!(Body::new(Method::Put, odd, None).is_err());
        assert_eq!(parse_field("a=5"), Ok(("a".to_owned(), json!("5"))));
        assert!(parse_field("a").is_err());
    }
}
