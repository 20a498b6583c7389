//! Commands for a shell, made from the examples of the spec.

use hwc_api::serde_json::{Map, Value as Json};
use hwc_dynamic::{DynamicOperation, example_request, is_file, is_structured};
use hwc_wire::Kind;
use hwc_wire::catalog::Example;

use super::command::FieldFlag;
use crate::case::kebab;
use crate::sandbox::{self, ExampleInput};

/// The maximum length of an example in one line.
const WIDTH: usize = 90;

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
    lines.push(call(operation, &settings(example, &input), flags, &request.fields));
    Some(lines.join("\n"))
}

/// Returns the input of an example.
pub(super) fn input(operation: DynamicOperation, example: &Example) -> ExampleInput {
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
    let flags = FieldFlag::all(operation);
    let input = input(operation, example);
    let request = example_request(operation, &input.fields);
    let line = call(operation, &settings(example, &input), &flags, &request.fields);
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

/// Returns the command that makes the call. A long one is split into several lines.
fn call(
    operation: DynamicOperation,
    settings: &[(&str, &str)],
    flags: &[FieldFlag],
    fields: &Map<String, Json>,
) -> String {
    let mut line = if operation.returns_file() { "hwc call --out FILE" } else { "hwc call" }.to_owned();
    for (name, value) in settings {
        let option = setting_option(name);
        let joint = if option.ends_with('=') { "" } else { " " };
        line.push_str(&format!(" {option}{joint}{}", quote(value)));
    }
    // Several services can have an operation of this name.
    let name = operation.descriptor().name;
    let is_unique = DynamicOperation::find(name).is_ok();
    line.push_str(&format!(" {}", if is_unique { name.to_owned() } else { operation.full_name() }));
    let pairs = pairs(fields, flags).into_iter();
    let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name} {}", quote(&value))).collect();
    let is_short = line.len() + pairs.iter().map(|pair| pair.len() + 1).sum::<usize>() <= WIDTH;
    let joint = if is_short { " " } else { " \\\n    " };
    pairs.iter().fold(line, |line, pair| line + joint + pair)
}

/// Quotes a word for a POSIX shell. A word that cannot be quoted is returned unchanged.
pub(crate) fn quote(word: &str) -> String {
    shlex::try_quote(word).map_or_else(|_| word.to_owned(), Into::into)
}

/// Returns the option for a setting, as in `--project-id` or `--setting trace_id=`.
pub(super) fn setting_option(name: &str) -> String {
    match name {
        "language" | "time_zone" | "project_id" | "workspace_id" => format!("--{}", kebab(name)),
        _ => format!("--setting {name}="),
    }
}

/// Returns the flags of an example with their values, in the order of the fields.
pub(super) fn pairs(fields: &Map<String, Json>, flags: &[FieldFlag]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for flag in flags {
        let value = fields.iter().find(|(name, _)| flag.field.descriptor.is_called(name));
        let values = value.map_or_else(Vec::new, |(_, value)| texts(&flag.field.kind, value));
        pairs.extend(values.into_iter().map(|value| (format!("--{}", flag.name), value)));
    }
    pairs
}

/// Returns a value as the texts of one or more flags.
fn texts(kind: &Kind, value: &Json) -> Vec<String> {
    match (kind, value) {
        (Kind::List(inner), Json::Array(items)) if !is_structured(inner) && !items.is_empty() => {
            items.iter().map(text).collect()
        }
        _ if is_structured(kind) => vec![value.to_string()],
        _ if is_file(kind) => vec![value.get("file_name").map_or_else(|| value.to_string(), text)],
        _ => vec![text(value)],
    }
}

fn text(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn words_are_quoted_for_a_shell() {
        for word in ["case-1", "", "it's [1]", "$(rm) *"] {
            assert_eq!(shlex::split(&quote(word)), Some(vec![word.to_owned()]));
        }
        assert_eq!(quote("case-1"), "case-1");
    }
}
