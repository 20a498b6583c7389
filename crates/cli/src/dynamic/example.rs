//! Commands for a shell, made from the examples of the spec.

use hwc_api::serde_json::{Map, Value as Json};
use hwc_dynamic::{DynamicOperation, call_command, example_request, is_file, quote};
use hwc_wire::catalog::Example;

use super::command::FieldFlag;
use crate::sandbox;

/// Returns the first example of an operation as commands for a shell. With the sandbox, its IDs are those of the demo data.
/// Files and secrets are made first, and a comment names the operation that must be called before, if any.
pub(super) fn first(operation: DynamicOperation, flags: &[FieldFlag]) -> Option<String> {
    let example = operation.doc()?.examples.first()?;
    let (input, first) = input(operation, example);
    let request = example_request(operation, &input);
    let first = first.map(|first| format!("# Call {first} first, with its own example, in a served sandbox."));
    let mut lines: Vec<String> = first.into_iter().collect();
    lines.extend(files(flags, &input));
    lines.extend(request.variables.iter().map(|(name, secret)| format!("export {name}={}", quote(secret))));
    lines.push(call(operation, example, &request.fields));
    Some(lines.join("\n"))
}

/// Returns the fields of an example, and the operation to call before.
pub(super) fn input(operation: DynamicOperation, example: &Example) -> (Map<String, Json>, Option<&'static str>) {
    let documented = || (example.input.clone().into_iter().collect(), None);
    sandbox::example_input(operation.descriptor()).unwrap_or_else(documented)
}

/// Returns the commands that create the files of an example.
fn files(flags: &[FieldFlag], input: &Map<String, Json>) -> Vec<String> {
    let files = flags.iter().filter(|flag| is_file(&flag.field.kind)).filter_map(|flag| input.get(flag.field.name()));
    files.filter_map(create_file).collect()
}

/// Returns the command that creates a file with its content.
fn create_file(file: &Json) -> Option<String> {
    let (content, name) = (file.get("content")?.as_str()?, file.get("file_name")?.as_str()?);
    Some(format!("echo {} > {}", quote(content), quote(name)))
}

/// Returns the command that makes the call.
fn call(operation: DynamicOperation, example: &Example, fields: &Map<String, Json>) -> String {
    let settings = example.settings.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    call_command(operation, settings, fields)
}
