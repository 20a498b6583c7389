//! The request of an example: its path, its query and its body, in any of the forms that a source uses.

use indexmap::IndexMap;

use super::facts::{ExampleFacts, FactType, Facts};
use super::json::Json;

/// The members of a request that is given by location.
const SECTIONS: &[&str] = &["path", "query", "headers", "body"];

/// Returns the body of an example.
pub(crate) fn body<'a>(facts: &Facts, example: &'a ExampleFacts) -> Option<&'a Json> {
    match section(facts, example) {
        Some(members) => members.get("body"),
        None => example.request.as_ref().filter(|body| **body != Json::Null),
    }
}

/// Returns the request if it is given by location, and not as the body itself.
fn section<'a>(facts: &Facts, example: &'a ExampleFacts) -> Option<&'a IndexMap<String, Json>> {
    let members = example.request.as_ref()?.members()?;
    let kind = facts.request_body.as_ref().map(|body| FactType::parse(&body.kind));
    let fields = kind.as_ref().and_then(FactType::model).map_or(&[][..], |model| facts.fields(model));
    let is_section = |(name, value): (&String, &Json)| {
        SECTIONS.contains(&name.as_str())
            && (name == "body" || value.members().is_some())
            && !fields.iter().any(|field| field.name == *name)
    };
    (!members.is_empty() && members.iter().all(is_section)).then_some(members)
}

/// Returns the values of the path, the query and the headers that an example shows, by name.
pub(crate) fn parameters(facts: &Facts, example: &ExampleFacts) -> IndexMap<String, Json> {
    let mut found = IndexMap::new();
    for name in ["path", "query", "headers"] {
        let members = section(facts, example).and_then(|members| members.get(name)).and_then(Json::members);
        found.extend(members.into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())));
    }
    let url = example.request_url.as_deref().map(|url| url.split_once("://").map_or(url, |(_, rest)| rest));
    let url = url.map(|url| url.find('/').map_or("", |start| &url[start..]));
    let (url_path, url_query) = url.map_or(("", ""), |url| url.split_once('?').unwrap_or((url, "")));
    let path = example.path.as_deref().unwrap_or(url_path);
    found.extend(path_values(&facts.path, path));
    add_query(facts, example.query.as_deref().unwrap_or(url_query), &mut found);
    found
}

/// Returns the parameters of a path that matches the template. A parameter that the page leaves as `{name}` has no value.
fn path_values(template: &str, path: &str) -> Vec<(String, Json)> {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    let mut found = Vec::new();
    for (expected, actual) in template.iter().zip(&path) {
        match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) if !actual.contains(['{', '}']) => {
                found.push((name.to_owned(), Json::Text((*actual).to_owned())));
            }
            Some(_) => {}
            None if expected == actual => {}
            None => return Vec::new(),
        }
    }
    if template.len() == path.len() { found } else { Vec::new() }
}

/// Adds the pairs of a query. Pairs of a list are collected under its name.
fn add_query(facts: &Facts, query: &str, found: &mut IndexMap<String, Json>) {
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let is_list = facts.params.iter().any(|param| param.name == name && param.kind.starts_with("array"));
        if !is_list {
            found.insert(name.to_owned(), Json::Text(value.to_owned()));
            continue;
        }
        let values = value.split(',').map(|value| Json::Text(value.to_owned()));
        match found.entry(name.to_owned()).or_insert_with(|| Json::List(Vec::new())) {
            Json::List(items) => items.extend(values),
            other => *other = Json::List(values.collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(json: &str) -> Facts {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_body_may_have_members_called_like_sections() {
        let facts = facts(
            r#"{"method":"POST","path":"/a","request_body":{"type":"B"},"models":{"B":{"fields":[{"name":"path","type":"C"}]}},
            "examples":[{"request":{"path":{"d":1}}}]}"#,
        );
        assert_eq!(body(&facts, &facts.examples[0]).unwrap().to_json(), r#"{"path":{"d":1}}"#);
        assert!(parameters(&facts, &facts.examples[0]).is_empty());
    }

    #[test]
    fn paths_queries_and_sections_are_read() {
        let facts = facts(
            r#"{"method":"GET","path":"/a/{id}/b","params":[{"name":"ids","in":"query","type":"array<string>"}],
            "examples":[{"path":"/a/7/b","query":"ids=1,2&ids=3&x=y"},{"request":{"path":{"id":"8"},"body":{"k":1}}},
            {"request_url":"https://{endpoint}/a/{id}/b?x="}]}"#,
        );
        let read = |index: usize| Json::Object(parameters(&facts, &facts.examples[index])).to_json();
        assert_eq!(read(0), r#"{"id":"7","ids":["1","2","3"],"x":"y"}"#);
        assert_eq!(read(1), r#"{"id":"8"}"#);
        assert_eq!(body(&facts, &facts.examples[1]).unwrap().to_json(), r#"{"k":1}"#);
        assert_eq!(read(2), r#"{"x":""}"#);
    }
}
