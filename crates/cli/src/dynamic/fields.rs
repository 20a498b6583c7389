//! The fields of a request, collected from the flags, `--param` and `--body`.

use clap::ArgMatches;
use clap::parser::ValueSource;
use hwc_api::serde_json::{Map, Value as Json};
use hwc_dynamic::{Field, FileContents, InputError, parse_request};
use hwc_wire::Kind;

use super::command::{BODY, FieldFlag, OperationCommand, PARAM};
use super::value_parser::{FieldParser, input_message};
use crate::lock::lock;

/// The parsed fields of a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ParsedFields {
    /// The fields by name.
    pub(crate) members: Map<String, Json>,
    /// The contents of files that were read from standard input.
    pub(crate) contents: FileContents,
}

/// Collects the fields. Flags and `--param` override the members of `--body`.
pub(super) fn collect(command: &OperationCommand, matches: &ArgMatches) -> Result<ParsedFields, String> {
    let mut members = body(command, matches)?;
    let mut set = Map::new();
    for flag in &command.flags {
        for value in values(matches, flag) {
            add(&mut set, flag, value)?;
        }
    }
    for pair in texts(matches, PARAM) {
        let (flag, value) = param(command, &pair)?;
        add(&mut set, flag, value)?;
    }
    members.extend(set);
    let fields: Vec<Field> = command.flags.iter().map(|flag| flag.field.clone()).collect();
    let mut sources = lock(&command.sources);
    let contents = FileContents::load(&fields, &mut members, &mut sources);
    let contents = contents.map_err(|error| field_message(command, &error))?;
    Ok(ParsedFields { members, contents })
}

/// Returns the message of an error with the flag of its field.
fn field_message(command: &OperationCommand, error: &InputError) -> String {
    match error {
        InputError::Field { field, source } => {
            let flag = command.flags.iter().find(|flag| flag.field.name() == field);
            format!("--{}: {}", flag.map_or(field, |flag| &flag.name), input_message(source))
        }
        error => input_message(error),
    }
}

/// Returns the values of a flag on the command line. The default values of the help are not sent.
fn values(matches: &ArgMatches, flag: &FieldFlag) -> Vec<Json> {
    let id = flag.field.name();
    match matches.value_source(id) {
        Some(ValueSource::CommandLine) => matches.get_many::<Json>(id).unwrap_or_default().cloned().collect(),
        _ => Vec::new(),
    }
}

fn texts(matches: &ArgMatches, id: &str) -> Vec<String> {
    matches.try_get_many::<String>(id).ok().flatten().unwrap_or_default().cloned().collect()
}

/// Adds a value. Repeated lists are appended.
fn add(members: &mut Map<String, Json>, flag: &FieldFlag, value: Json) -> Result<(), String> {
    match (members.get_mut(flag.field.name()), value) {
        (None, value) => drop(members.insert(flag.field.name().to_owned(), value)),
        (Some(Json::Array(list)), Json::Array(more)) if matches!(flag.field.kind, Kind::List(_)) => list.extend(more),
        (Some(_), _) => return Err(format!("the argument '--{}' cannot be used multiple times", flag.name)),
    }
    Ok(())
}

fn param<'a>(command: &'a OperationCommand, pair: &str) -> Result<(&'a FieldFlag, Json), String> {
    let (name, text) = pair.split_once('=').ok_or("--param: expected NAME=VALUE")?;
    let flag = FieldFlag::find(&command.flags, name).ok_or_else(|| {
        let names = command.flags.iter().flat_map(|flag| [flag.name.as_str(), flag.field.name()]);
        let similar = hwc_dynamic::suggest(name, names);
        let hint = similar.first().map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
        format!("--param: unknown parameter `{name}`{hint}")
    })?;
    let parser = FieldParser::new(flag.field.kind.clone(), command.unknown, &command.sources);
    let value = parser.read(text).map_err(|error| format!("--param {name}: {}", input_message(&error)))?;
    Ok((flag, value))
}

/// Returns the members of `--body`.
fn body(command: &OperationCommand, matches: &ArgMatches) -> Result<Map<String, Json>, String> {
    let Some(text) = texts(matches, BODY).pop() else { return Ok(Map::new()) };
    let fields: Vec<Field> = command.flags.iter().map(|flag| flag.field.clone()).collect();
    let mut sources = lock(&command.sources);
    let constants = command.operation.new_request().descriptor().constants;
    let members = parse_request(&fields, constants, &text, &mut sources);
    members.map_err(|error| format!("--body: {}", body_message(&error)))
}

fn body_message(error: &InputError) -> String {
    match error {
        InputError::NotAnObject => "expected a JSON object with the parameters of the operation".to_owned(),
        error => input_message(error),
    }
}
