//! `search` and `describe`: the operations and their inputs, without any call.

use std::collections::BTreeMap;

use hwc_api::serde_json::{Map, Value as Json, json};
use hwc_dynamic::{DynamicOperation, example_request, request_schema, response_schema};
use hwc_wire::{Effect, SettingLocation};

use super::arguments::{DescribeArguments, SearchArguments};
use super::tools::{Hints, ToolName};
use crate::commands::operation_args::find_operation;
use crate::commands::operations::{OperationEntry, find_by_words, find_service};
use crate::dynamic::example_input;
use crate::error::CliError;

/// Finds operations. If none contains all words, those with the most words are found. One whose name consists of the words
/// is the first.
pub(super) fn search(arguments: &SearchArguments) -> Result<Json, CliError> {
    let service = arguments.service.as_deref().map(find_service).transpose()?;
    let words: Vec<String> = arguments.words.split_whitespace().map(str::to_owned).collect();
    let mut found = find_by_words(service, &words);
    if found.is_empty() {
        found = with_most_words(service, &words);
    }
    let name = words.concat();
    found.sort_by_key(|entry| !entry.name.eq_ignore_ascii_case(&name));
    let total = found.len();
    let entry = |entry: &OperationEntry| {
        json!({
            "operation": format!("{}.{}", entry.service, entry.name),
            "effect": entry.effect,
            "summary": entry.summary,
        })
    };
    let operations: Vec<Json> = found.iter().take(arguments.limit()).map(entry).collect();
    let more = total.checked_sub(operations.len()).filter(|more| *more > 0);
    Ok(json!({ "operations": operations, "more": more }))
}

/// Returns the operations that contain at least one of the words, those with more words first.
fn with_most_words(service: Option<&'static str>, words: &[String]) -> Vec<OperationEntry> {
    let mut found: BTreeMap<(&str, &str), (usize, OperationEntry)> = BTreeMap::new();
    for word in words {
        for entry in find_by_words(service, std::slice::from_ref(word)) {
            found.entry((entry.service, entry.name)).or_insert((0, entry)).0 += 1;
        }
    }
    let mut found: Vec<(usize, OperationEntry)> = found.into_values().collect();
    found.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// Describes an operation.
pub(super) fn describe(arguments: &DescribeArguments, is_sandbox: bool) -> Result<Json, CliError> {
    let operation = find_operation(&arguments.operation)?;
    let doc = operation.doc();
    let tool = if operation.effect() == Effect::Read { ToolName::Read } else { ToolName::Write };
    let settings = settings(operation);
    Ok(json!({
        "operation": operation.full_name(),
        "tool": tool.as_str(),
        "effect": operation.effect().as_str(),
        "hints": Hints::new(operation, is_sandbox).json(),
        "summary": doc.map(|doc| doc.summary.as_str()),
        "doc": doc.and_then(|doc| doc.doc.as_deref()),
        "input": request_schema(operation),
        "settings": (!settings.is_empty()).then_some(settings),
        "items": operation.items_path(),
        "returns_file": operation.returns_file().then_some(true),
        "poll_operation": operation.poll_operation().map(DynamicOperation::full_name),
        "example": example(operation),
        "response": arguments.response.then(|| response_schema(operation)),
    }))
}

/// Returns the settings of the service by name.
fn settings(operation: DynamicOperation) -> Map<String, Json> {
    let settings = operation.descriptor().service.settings.iter();
    // Operations list all settings of their service, but only those of their path are in use.
    let in_use = |wire: &str| operation.descriptor().path.contains(&format!("{{{wire}}}"));
    let settings = settings.filter(|setting| setting.location != SettingLocation::Path || in_use(setting.wire));
    settings.map(|setting| (setting.name.to_owned(), Json::from(setting.doc))).collect()
}

/// Returns the input of the first example. Its IDs are those of the sandbox.
fn example(operation: DynamicOperation) -> Option<Json> {
    let example = operation.doc()?.examples.first()?;
    let input = example_input(operation, example);
    Some(Json::Object(example_request(operation, &input.fields).fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &str) -> Vec<String> {
        let arguments = json!({ "words": words });
        let found = search(&hwc_api::serde_json::from_value(arguments).unwrap()).unwrap();
        let operations = found["operations"].as_array().unwrap().iter();
        operations.map(|operation| operation["operation"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn operations_are_found_by_all_words_or_by_most() {
        assert!(names("list cases").contains(&"osm.ListCases".to_owned()));
        assert!(!names("please show me the cases of my account").is_empty());
        assert!(names("xyzzy").is_empty());
    }

    #[test]
    fn a_description_has_what_a_call_needs() {
        let arguments = DescribeArguments { operation: "DeleteLabels".to_owned(), response: false };
        let description = describe(&arguments, true).unwrap();
        assert_eq!((&description["tool"], &description["effect"]), (&json!("write"), &json!("destructive")));
        assert_eq!(description["hints"]["destructiveHint"], true);
        assert!(description["input"]["properties"].is_object() && description["example"].is_object());
    }
}
