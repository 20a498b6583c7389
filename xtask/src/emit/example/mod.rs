//! Emitter of the example in the docs of a request. It is the first documented example of the spec, written in Rust.

mod expression;
mod layout;
mod value;

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::field;
use crate::model::{Field, FieldType, Operation, Service};
use crate::spec::yaml::Example;
use expression::Expression;
use value::ValueEmitter;

/// Returns the paragraphs of the docs: a heading and a block of code that compiles.
pub(super) fn docs(service: &Service, operation: &Operation, crate_name: &str) -> Vec<String> {
    let Some(example) = choose_example(operation) else { return Vec::new() };
    let mut values = ValueEmitter::new(&service.types);
    let request = request_expression(operation, example, &mut values);
    let request = layout::statement("let request = ", &request);
    let imports = imports(service, operation, crate_name, &values);
    vec!["# Examples".to_owned(), format!("```\n{imports}\n{request}\n```")]
}

/// Returns the first example that a page shows, or the first one.
fn choose_example(operation: &Operation) -> Option<&Example> {
    let examples = &operation.yaml.examples;
    examples.iter().find(|example| !example.synthetic).or_else(|| examples.first()).map(|example| &**example)
}

/// Returns `ListCases::new().limit(10)` for an example with a limit.
fn request_expression(operation: &Operation, example: &Example, values: &mut ValueEmitter<'_>) -> Expression {
    let input = |field: &Field| example.input.get(field.name()).filter(|value| !value.is_null());
    let field = |name: &String| operation.request.iter().find(|field| field.name() == name);
    let arguments = operation.constructor.iter().filter_map(field);
    let arguments = arguments.map(|field| values.argument(&field.ty, input(field).unwrap_or(&Json::Null))).collect();
    let new = Expression::call(format!("{}::new", operation.name), arguments);
    let optional =
        operation.request.iter().filter(|field| !operation.constructor.iter().any(|name| name == field.name()));
    let setters = optional.filter_map(|field| Some((field, input(field)?)));
    let setters = setters.map(|(field, value)| setter(field, value, values)).collect();
    Expression::chain(new, setters)
}

/// Returns `.limit(10)`.
fn setter(field: &Field, value: &Json, values: &mut ValueEmitter<'_>) -> Expression {
    Expression::call(format!(".{}", field.rust_name), vec![values.argument(&field.ty, value)])
}

fn imports(service: &Service, operation: &Operation, crate_name: &str, values: &ValueEmitter<'_>) -> String {
    let used = field::imports_of(&values.types);
    let own: BTreeSet<&str> = used.own.iter().map(String::as_str).chain([operation.name.as_str()]).collect();
    let mut lines = Vec::new();
    if used.map {
        lines.push("use std::collections::BTreeMap;\n".to_owned());
    }
    lines.push(use_line(&format!("{crate_name}::{}", service.id), &own));
    let wire: BTreeSet<&str> = used.wire.iter().map(|item| item.name()).collect();
    if !wire.is_empty() {
        lines.push(use_line(&format!("{crate_name}::wire"), &wire));
    }
    lines.concat()
}

fn use_line(module: &str, names: &BTreeSet<&str>) -> String {
    let names: Vec<&str> = names.iter().copied().collect();
    let line = match names.as_slice() {
        [name] => format!("use {module}::{name};\n"),
        names => format!("use {module}::{{{}}};\n", names.join(", ")),
    };
    if line.len() <= layout::WIDTH {
        return line;
    }
    format!("use {module}::{{\n{}}};\n", layout::filled_lines(&names))
}

/// The type of a list element or of a map value.
fn element(ty: &FieldType) -> Option<&FieldType> {
    match ty {
        FieldType::List(inner) | FieldType::Map(inner) | FieldType::MapOrText(inner) => Some(inner),
        _ => None,
    }
}
