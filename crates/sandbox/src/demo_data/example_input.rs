//! Inputs that work on the demo data with that for examples. They are the examples of the spec, with IDs of the demo data in place of others.
//! `example_inputs.json` has these IDs by their type, the fields of single operations that differ, the operations whose
//! example needs an earlier call, the settings of services that differ, and the operations whose file is the response of another.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use hwc_models::CATALOG;
use hwc_wire::{Kind, Operation, Record};
use serde::Deserialize;
use serde_json::{Map, Value};

/// The content of the file. A test reads it, so it is valid.
static TABLE: LazyLock<Table> =
    LazyLock::new(|| serde_json::from_str(include_str!("example_inputs.json")).unwrap_or_default());

/// The names that stand for a folder in any space.
const FOLDERS: [&str; 3] = ["", "root", "sbox"];

#[derive(Default, Deserialize)]
struct Table {
    /// The IDs by service and type.
    ids: BTreeMap<String, BTreeMap<String, String>>,
    /// The fields by operation. A field that is null is not set.
    fields: BTreeMap<String, Map<String, Value>>,
    /// The operation that must be called first, with its own example, by operation.
    first: BTreeMap<String, String>,
    /// The settings by service.
    settings: BTreeMap<String, BTreeMap<String, String>>,
    /// The operation whose response is the file of a field, by operation and field.
    files: BTreeMap<String, BTreeMap<String, String>>,
}

/// An input of an operation that works on the demo data.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExampleInput {
    /// The fields of the request by name.
    pub fields: Map<String, Value>,
    /// The full name of the operation whose example must be called first on the same sandbox, if any.
    pub first: Option<&'static str>,
    /// The names of the fields with a file that has to be downloaded, each with the full name of the operation that returns it
    /// for its own example. The content of such a file in [`fields`](Self::fields) is a placeholder.
    pub files: Vec<(&'static str, &'static str)>,
    /// The settings whose values differ from those of the example of the spec, as pairs of name and value.
    pub settings: Vec<(&'static str, &'static str)>,
}

/// Returns an input of an operation that succeeds on a new sandbox, made from the first example of the spec. The sandbox needs
/// [example data](crate::SandboxOptions::with_example_data).
///
/// Returns `None` for an operation without an example.
///
/// ```
/// use hwc_sandbox::example_input;
/// use hwc_sandbox::models::CATALOG;
///
/// let operation = CATALOG.find("koodrive.GetFile").ok_or("no such operation")?.operation;
/// let input = example_input(operation).ok_or("no example")?;
/// assert!(input.fields.contains_key("fileId"));
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn example_input(operation: &Operation) -> Option<ExampleInput> {
    let name = operation.full_name();
    let request = (CATALOG.find(&name)?.request)();
    let example = CATALOG.operation(operation)?.examples.first()?;
    let mut fields: Map<String, Value> = example.input.clone().into_iter().collect();
    if let Some(ids) = TABLE.ids.get(operation.service.id) {
        replace_in_record(ids, &*request, &mut fields);
    }
    for (field, value) in TABLE.fields.get(&name).into_iter().flatten() {
        if value.is_null() {
            fields.remove(field)
        } else {
            fields.insert(field.clone(), value.clone())
        };
    }
    let first = TABLE.first.get(&name).map(String::as_str);
    let (files, settings) = (pairs(&TABLE.files, &name), pairs(&TABLE.settings, operation.service.id));
    Some(ExampleInput { fields, first, files, settings })
}

fn pairs(table: &'static BTreeMap<String, BTreeMap<String, String>>, name: &str) -> Vec<(&'static str, &'static str)> {
    table.get(name).into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn replace_in_record(ids: &BTreeMap<String, String>, record: &dyn Record, fields: &mut Map<String, Value>) {
    for (name, value) in fields {
        if let Some((_, known)) = record.fields().find(|(field, _)| field.is_called(name)) {
            replace(ids, &known.kind(), value);
        }
    }
}

/// Replaces the IDs of known types in a value. A list of IDs gets a single one.
fn replace(ids: &BTreeMap<String, String>, kind: &Kind, value: &mut Value) {
    match (kind, &mut *value) {
        (Kind::StringId(name), Value::String(id)) if !FOLDERS.contains(&id.as_str()) => {
            if let Some(known) = ids.get(*name) {
                id.clone_from(known);
            }
        }
        (Kind::List(inner), Value::Array(items)) => {
            items.iter_mut().for_each(|item| replace(ids, inner, item));
            if matches!(&**inner, Kind::StringId(name) if ids.contains_key(*name)) {
                items.truncate(1);
            }
        }
        (Kind::Record(record), Value::Object(fields)) => replace_in_record(ids, &*(record.make)(), fields),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_table_names_operations_and_their_fields() {
        let table: Table = serde_json::from_str(include_str!("example_inputs.json")).unwrap();
        assert!(!table.ids.is_empty() && !table.first.is_empty());
        for (operation, fields) in &table.fields {
            let request = (CATALOG.find(operation).unwrap().request)();
            let is_known = |name: &String| request.descriptor().fields.iter().any(|field| field.is_called(name));
            assert!(fields.keys().all(is_known), "{operation}: {fields:?}");
        }
        let files = table.files.iter().flat_map(|(name, files)| std::iter::once(name).chain(files.values()));
        for operation in table.first.iter().flat_map(|(name, first)| [name, first]).chain(files) {
            assert!(CATALOG.find(operation).is_some(), "{operation}");
        }
    }

    #[test]
    fn ids_are_replaced_by_their_type() {
        let find = |name: &str| example_input(CATALOG.find(name).unwrap().operation).unwrap();
        assert_eq!(find("koodrive.GetFile").fields["fileId"], json!("F00000000000000000000000000000001"));
        assert_eq!(find("koodrive.CancelJob").first, Some("koodrive.CreateJob"));
        assert_eq!(find("osm.ShowCaseDetail").fields["case_id"], json!("case-123"));
    }
}
