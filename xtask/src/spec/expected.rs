//! Reading of a JSON Schema: the values that it expects, and the messages about other values.

use serde_json::Value as Json;

use super::node::{Node, NodeKind};
use crate::suggest;

/// The values that a schema accepts.
pub(super) struct Expected<'a> {
    /// The schemas of which one must fit, without references and without `null`.
    options: Vec<&'a Json>,
}

impl<'a> Expected<'a> {
    /// Resolves a schema. `root` holds the definitions that it refers to.
    pub(super) fn of(root: &'a Json, schema: &'a Json) -> Self {
        let mut options = Vec::new();
        collect_options(root, schema, &mut options);
        Self { options }
    }

    /// Returns the schema for the content of a list or a map.
    pub(super) fn schema(&self) -> Option<&'a Json> {
        self.options.iter().copied().find(|option| option.get("properties").is_some() || is_container(option))
    }

    /// Checks the kind of a value, and the value itself if only certain ones are allowed.
    pub(super) fn check(&self, node: &Node, key: Option<&str>) -> Result<(), String> {
        let kinds: Vec<&str> = self.options.iter().flat_map(|option| kinds(option)).collect();
        if self.options.is_empty() || kinds.is_empty() || kinds.iter().any(|kind| is_kind(node, kind)) {
            return self.check_value(node, key);
        }
        let name = key.map_or("the file".to_owned(), |key| format!("`{key}`"));
        let wanted: Vec<&str> = kinds.iter().map(|kind| describe_kind(kind)).collect();
        Err(kind_message(&name, key, &wanted.join(" or "), &kinds, node))
    }

    fn check_value(&self, node: &Node, key: Option<&str>) -> Result<(), String> {
        let key = key.unwrap_or_default();
        let values: Vec<&str> = self.options.iter().flat_map(|option| values(option)).collect();
        if let (false, Some(text)) = (values.is_empty(), node.text())
            && !values.contains(&text)
        {
            let list: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
            let near = suggest::nearest(text, values.iter().copied());
            let hint = near.map_or_else(|| format!("use {}", join_or(&list)), |near| format!("did you mean `{near}`?"));
            return Err(format!("unknown `{key}: {text}`: {hint}"));
        }
        let NodeKind::Number(number) = &node.kind else { return Ok(()) };
        let limit = |name| self.options.iter().find_map(|option| option.get(name)).and_then(Json::as_f64);
        let number = number.as_f64().unwrap_or_default();
        if limit("minimum").is_some_and(|min| number < min) || limit("maximum").is_some_and(|max| number > max) {
            let max = limit("maximum").map_or("greater than or equal to".to_owned(), |_| "between".to_owned());
            let bounds: Vec<String> =
                [limit("minimum"), limit("maximum")].iter().flatten().map(f64::to_string).collect();
            return Err(format!("`{key}` is {number}: it must be {max} {}", bounds.join(" and ")));
        }
        Ok(())
    }
}

fn collect_options<'a>(root: &'a Json, schema: &'a Json, options: &mut Vec<&'a Json>) {
    if let Some(name) = schema.get("$ref").and_then(Json::as_str).and_then(|path| path.strip_prefix("#/$defs/")) {
        if let Some(definition) = root.get("$defs").and_then(|definitions| definitions.get(name)) {
            collect_options(root, definition, options);
        }
        return;
    }
    // The alternatives of a schema with a type only narrow it. The later stages check them with better messages.
    if kinds(schema).iter().any(|kind| *kind != "null") {
        return options.push(schema);
    }
    let alternatives = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Json::as_array);
    match alternatives {
        Some(alternatives) => alternatives.iter().for_each(|one| collect_options(root, one, options)),
        None if schema.get("type").and_then(Json::as_str) == Some("null") => {}
        None => options.push(schema),
    }
}

fn is_container(schema: &Json) -> bool {
    kinds(schema).iter().any(|kind| matches!(*kind, "object" | "array"))
}

/// Returns the JSON types that a schema accepts, without `null`: an empty value is a mistake wherever a type is known.
fn kinds(schema: &Json) -> Vec<&str> {
    let kinds = match schema.get("type") {
        Some(Json::String(kind)) => vec![kind.as_str()],
        Some(Json::Array(kinds)) => kinds.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    kinds.into_iter().filter(|kind| *kind != "null").collect()
}

/// Returns the texts that a schema accepts, if it lists them.
fn values(schema: &Json) -> Vec<&str> {
    let listed = schema.get("enum").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    listed.iter().chain(schema.get("const")).filter_map(Json::as_str).collect()
}

fn is_kind(node: &Node, kind: &str) -> bool {
    match &node.kind {
        NodeKind::Null => false,
        NodeKind::Bool(_) => kind == "boolean",
        NodeKind::Number(number) => kind == "number" || (kind == "integer" && !number.is_f64()),
        NodeKind::Text(_) => kind == "string",
        NodeKind::List(_) => kind == "array",
        NodeKind::Map(_) => kind == "object",
    }
}

fn describe_kind(kind: &str) -> &'static str {
    match kind {
        "string" => "a text",
        "boolean" => "`true` or `false`",
        "integer" => "a whole number",
        "number" => "a number",
        "array" => "a list",
        _ => "a map",
    }
}

fn describe_node(node: &Node) -> String {
    match &node.kind {
        NodeKind::Null => "an empty value".to_owned(),
        NodeKind::Bool(value) => format!("`{value}`"),
        NodeKind::Number(number) => format!("the number {number}"),
        NodeKind::Text(text) if text.chars().count() <= 30 => format!("`{text}`"),
        NodeKind::Text(_) => "a text".to_owned(),
        NodeKind::List(_) => "a list".to_owned(),
        NodeKind::Map(_) => "a map".to_owned(),
    }
}

/// Returns the message about a value of the wrong kind, with the fix for the common mistakes.
fn kind_message(name: &str, key: Option<&str>, wanted: &str, kinds: &[&str], node: &Node) -> String {
    let text = kinds == ["string"];
    let hint = match (&node.kind, key) {
        (NodeKind::List(items), Some("type")) if text => match items.as_slice() {
            [item] => item.text().map(|item| format!(": write `type: \"[{item}]\"`")),
            _ => None,
        },
        (NodeKind::Map(entries), Some("type")) if text => match entries.as_slice() {
            [(item, _)] => Some(format!(": write `type: \"{{{}}}\"`", item.name)),
            _ => None,
        },
        (NodeKind::Number(number), _) if text => Some(format!(": write it in quotes, as \"{number}\"")),
        (NodeKind::Bool(value), _) if text => Some(format!(": write it in quotes, as \"{value}\"")),
        (NodeKind::Text(text), _) if kinds == ["array"] => Some(format!(": write it as a list, as in `[{text}]`")),
        (NodeKind::Null, _) => return format!("{name} has no value: add it, or remove the key"),
        _ => None,
    };
    format!("{name} must be {wanted}, not {}{}", describe_node(node), hint.unwrap_or_default())
}

/// Returns the keys that a map must have.
pub(super) fn required_keys(schema: &Json) -> Vec<&str> {
    let keys = schema.get("required").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    keys.iter().filter_map(Json::as_str).collect()
}

/// Returns the keys that a map can have, if their names are fixed.
pub(super) fn known_keys(schema: &Json) -> Vec<&str> {
    schema.get("properties").and_then(Json::as_object).into_iter().flatten().map(|(key, _)| key.as_str()).collect()
}

/// Returns the schema for the value of a key, or `None` if the key is unknown.
pub(super) fn value_schema<'a>(schema: &'a Json, key: &str) -> Option<&'a Json> {
    let named = schema.get("properties").and_then(|properties| properties.get(key));
    named.or_else(|| match schema.get("additionalProperties") {
        Some(Json::Bool(false)) => None,
        Some(other) => Some(other),
        None => Some(&Json::Bool(true)),
    })
}

/// Returns the message about a missing key, with an example for those whose value is not obvious.
pub(super) fn missing_key(key: &str) -> String {
    let hint = match key {
        "effect" => ": write `effect: read`, `effect: write` or `effect: destructive`",
        "summary_zh" => ": describe the operation in one line of Chinese, as in `summary_zh: 查询工单列表。`",
        "operation" => ": write the name of the reference, as in `operation: ListAuthorizations`",
        "request" => ": write method and path, as in `GET /v2/servicerequest/cases/{case_id}`",
        "sources" => ": name the pages or SDKs that the facts come from",
        "type" => ": write a type, as in `type: string`",
        "doc" => ": describe it in your own words, as in `doc: The name of the file.`",
        _ => "",
    };
    format!("missing `{key}`{hint}")
}

fn join_or(items: &[String]) -> String {
    match items {
        [all @ .., last] if !all.is_empty() => format!("{} or {last}", all.join(", ")),
        all => all.concat(),
    }
}
