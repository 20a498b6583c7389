//! Commands for a shell, made from the examples of the spec.

use hwc_api::serde_json::Value as Json;
use hwc_dynamic::{DynamicOperation, call_command, example_request, is_file, quote};
use hwc_wire::catalog::Example;

use super::command::FieldFlag;
use crate::sandbox::{self, ExampleInput};

/// Returns the first example of an operation as commands for a shell. With the sandbox, its IDs are those of the demo data.
/// Files and secrets are made first, and a comment names the operation that must be called before, if any.
pub(super) fn first(operation: DynamicOperation, flags: &[FieldFlag]) -> Option<String> {
    let example = operation.doc()?.examples.first()?;
    let input = input(operation, example);
    let request = example_request(operation, &input.fields);
    let first = input.first.map(|first| format!("# Call {first} first, with its own example, in a served sandbox."));
    let mut lines: Vec<String> = first.into_iter().collect();
    lines.extend(files(flags, &input));
    lines.extend(request.variables.iter().map(|(name, secret)| format!("export {name}={}", quote(secret))));
    lines.push(call_command(operation, settings(example, &input), &request.fields));
    Some(lines.join("\n"))
}

/// Returns the input of an example.
pub(crate) fn input(operation: DynamicOperation, example: &Example) -> ExampleInput {
    let fields = || example.input.clone().into_iter().collect();
    let documented = || ExampleInput { fields: fields(), first: None, files: Vec::new(), settings: Vec::new() };
    sandbox::example_input(operation.descriptor()).unwrap_or_else(documented)
}

/// Returns the commands that create or download the files of an example.
fn files(flags: &[FieldFlag], input: &ExampleInput) -> Vec<String> {
    let files = flags.iter().filter(|flag| is_file(&flag.field.kind));
    let command = |flag: &FieldFlag| {
        let file = input.fields.get(flag.field.name())?;
        match input.files.iter().find(|(field, _)| *field == flag.field.name()) {
            Some((_, operation)) => download_file(operation, file),
            None => create_file(file),
        }
    };
    files.filter_map(command).collect()
}

/// Returns the command that downloads a file with the example of another operation.
fn download_file(operation: &str, file: &Json) -> Option<String> {
    let operation = DynamicOperation::find(operation).ok()?;
    let example = operation.doc()?.examples.first()?;
    let input = input(operation, example);
    let request = example_request(operation, &input.fields);
    let line = call_command(operation, settings(example, &input), &request.fields);
    Some(line.replacen("--out FILE", &format!("--out {}", quote(file.get("file_name")?.as_str()?)), 1))
}

/// Returns the command that creates a file with its content.
fn create_file(file: &Json) -> Option<String> {
    let (content, name) = (file.get("content")?.as_str()?, file.get("file_name")?.as_str()?);
    Some(format!("echo {} > {}", quote(content), quote(name)))
}

/// Returns the settings of an example with their values.
fn settings<'e>(example: &'e Example, input: &ExampleInput) -> Vec<(&'e str, &'e str)> {
    let value = |name: &str| input.settings.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let settings = example.settings.iter().map(|(name, known)| (name.as_str(), known.as_str()));
    settings.map(|(name, known)| (name, value(name).unwrap_or(known))).collect()
}
