//! JSON Schemas of the YAML files, for editors, and the page of all keys in `CONTRIBUTING.md`. Both are derived from the structs of
//! the loader.

mod key_page;
mod snippets;
#[cfg(test)]
mod tests;

use std::fs;
use std::io;
use std::path::Path;

use schemars::Schema;
use schemars::transform::{Transform, transform_subschemas};
use serde_json::Value as Json;

use crate::emit::SourceTree;
use crate::spec::{closed, yaml};

/// The path of the page with the keys from the root of the repository.
const PAGE: &str = "CONTRIBUTING.md";

/// Returns the schemas, and the page of all keys, by path from the root of the repository.
///
/// # Errors
/// Returns an error if the page cannot be read or has no place for the keys.
pub(crate) fn files(root: &Path) -> Result<SourceTree, String> {
    let schemas = [endpoint_schema(), types_schema(), service_schema()];
    let names = ["spec/endpoint.schema.json", "spec/types.schema.json", "spec/service.schema.json"];
    let format = |schema: &Schema| format!("{:#}\n", schema.as_value());
    let mut files: SourceTree =
        names.iter().zip(&schemas).map(|(name, schema)| ((*name).to_owned(), format(schema))).collect();
    match fs::read_to_string(root.join(PAGE)) {
        Ok(text) => _ = files.insert(PAGE.to_owned(), key_page::update(&text, &key_page::emit(&schemas))?),
        // An excerpt of the repository may lack the page.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(format!("{PAGE}: {error}")),
    }
    Ok(files)
}

/// Returns the schema of the file of an operation.
pub(crate) fn endpoint_schema() -> Schema {
    with_snippets(closed_schema(schemars::schema_for!(yaml::Endpoint)))
}

/// Returns the schema of a file of types.
pub(crate) fn types_schema() -> Schema {
    let mut schema = schemars::schema_for!(yaml::Types);
    schema.insert("propertyNames".to_owned(), closed::names(closed::UPPER_CAMEL_CASE));
    schema.insert("title".to_owned(), "Types".into());
    schema.insert("defaultSnippets".to_owned(), snippets::types());
    with_snippets(closed_schema(schema))
}

/// Returns the schema of the file of a service.
pub(crate) fn service_schema() -> Schema {
    with_snippets(closed_schema(schemars::schema_for!(yaml::Service)))
}

/// Removes `null` from the types of optional keys: a key without a value is a mistake.
fn closed_schema(mut schema: Schema) -> Schema {
    RemoveNull.transform(&mut schema);
    schema
}

#[derive(Clone, Copy)]
struct RemoveNull;

impl Transform for RemoveNull {
    fn transform(&mut self, schema: &mut Schema) {
        if let Some(Json::Array(types)) = schema.get_mut("type") {
            types.retain(|name| name != "null");
            if let [one] = types.as_slice() {
                let one = one.clone();
                schema.insert("type".to_owned(), one);
            }
        }
        if let Some(Json::Array(forms)) = schema.get_mut("anyOf") {
            forms.retain(|form| form.get("type").is_none_or(|name| name != "null"));
            if let [Json::Object(one)] = forms.as_slice() {
                let one = one.clone();
                schema.remove("anyOf");
                one.into_iter().for_each(|(name, value)| _ = schema.insert(name, value));
            }
        }
        transform_subschemas(self, schema);
    }
}

/// Adds the snippets that editors with the YAML language server offer.
fn with_snippets(mut schema: Schema) -> Schema {
    let title = schema.get("title").and_then(Json::as_str).unwrap_or_default().to_owned();
    if let Some(found) = snippets::of_struct(&title) {
        schema.insert("defaultSnippets".to_owned(), found);
    }
    for (name, definition) in schema.get_mut("$defs").and_then(Json::as_object_mut).into_iter().flatten() {
        if let (Some(found), Some(members)) = (snippets::of_struct(name), definition.as_object_mut()) {
            members.insert("defaultSnippets".to_owned(), found);
        }
    }
    schema
}
