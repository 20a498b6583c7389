//! Tests of argument parsing and help with the operations of the catalog.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io;

use hwc_api::Record;
use hwc_api::serde_json::{Map, Value, json};
use hwc_dynamic::{DynamicOperation, Field, FileContents, UnknownValues, ValueSources, example_request, is_file};
use hwc_wire::record::records_equal;
use hwc_wire::{Kind, set_fields_from_json};

use super::command::{FieldFlag, OperationCommand};
use super::example;
use super::fields::ParsedFields;
use super::help::restore_spaces;

const SECRET: &str = "from the environment";

fn find(operation: &str) -> DynamicOperation {
    DynamicOperation::find(operation).unwrap()
}

fn sources() -> ValueSources {
    let variable = |name: &str| (name != "UNSET").then(|| SECRET.to_owned());
    ValueSources::new(variable, io::Cursor::new(r#"{"port":80}"#))
}

fn words(words: &[&str]) -> Vec<OsString> {
    words.iter().map(OsString::from).collect()
}

fn parse_as(operation: &str, line: &[&str], unknown: UnknownValues) -> Result<ParsedFields, String> {
    let command = OperationCommand::new(find(operation), unknown, sources());
    command.parse(words(line)).map_err(|error| error.to_string())
}

fn parse(operation: &str, line: &[&str]) -> Value {
    Value::Object(parse_as(operation, line, UnknownValues::Reject).unwrap().members)
}

fn error(operation: &str, line: &[&str]) -> String {
    parse_as(operation, line, UnknownValues::Reject).unwrap_err()
}

#[test]
fn values_follow_the_kind_of_the_field() {
    let list = parse("ListAuthorizations", &["--limit", "5", "--simple_description=a=b", "--status=-1"]);
    assert_eq!(list, json!({ "limit": 5, "simple_description": "a=b", "status": -1 }));
    assert_eq!(parse("ListAuthorizations", &["--status", "-1"]), json!({ "status": -1 }), "a negative number");
    assert_eq!(parse("ListAuthorizations", &["--simple-description", "-x"]), json!({ "simple_description": "-x" }));
    assert_eq!(parse("ListAuthorizations", &["--status", "in-approval"]), json!({ "status": 6 }));
    assert_eq!(parse("ListAuthorizations", &["--status", "InApproval"]), json!({ "status": 6 }));
    assert_eq!(parse("ListAuthorizations", &["--status", "99"]), json!({ "status": 99 }), "codes may grow");
    assert_eq!(parse("ListTickets", &["--sort-dir", "DESCENDING"]), json!({ "sort_dir": "desc" }));
    assert_eq!(parse("CreateSpace", &["--owner-id", "1", "--type", "group"]), json!({ "ownerId": "1", "type": 2 }));
}

#[test]
fn unknown_texts_of_enums_must_be_meant() {
    let line = ["--sort-dir", "ascendin"];
    let error = error("ListTickets", &line);
    assert!(
        error.contains("'--sort-dir <SortDirection>': unknown value `ascendin` (did you mean `ascending`?)"),
        "{error}"
    );
    let sent = parse_as("ListTickets", &line, UnknownValues::Accept).unwrap();
    assert_eq!(sent.members["sort_dir"], "ascendin");
}

#[test]
fn flags_without_a_value_are_true() {
    let name = "trim_osm_rich_text_label";
    for line in [
        &["--trim-osm-rich-text-label", "--limit", "1"][..],
        &["--limit", "1", "--trim-osm-rich-text-label"],
        &["--limit", "1", "--trim-osm-rich-text-label", "TRUE"],
    ] {
        assert_eq!(parse("ListAuthorizations", line), json!({ "limit": 1, name: true }), "{line:?}");
    }
    assert_eq!(parse("ListAuthorizations", &["--trim-osm-rich-text-label", "false"]), json!({ name: false }));
}

#[test]
fn lists_grow_or_come_as_json() {
    let (id, list) = ("--related-id-list", "related_id_list");
    let case = |line: &[&str]| parse("CreateRelations", line);
    assert_eq!(case(&[id, "a", id, "b"]), json!({ list: ["a", "b"] }));
    assert_eq!(case(&[id, r#"["a","b"]"#, id, "c"]), json!({ list: ["a", "b", "c"] }));
    assert_eq!(case(&[id, "[]"]), json!({ list: [] }));
    let hosts = parse("ConfirmAuthorizations", &["--auth-detail-list", r#"{"port":22}"#, "--auth-detail-list", "-"]);
    assert_eq!(hosts, json!({ "auth_detail_list": [{ "port": 22 }, { "port": 80 }] }));
}

#[test]
fn standard_input_is_read_once() {
    let error = error("ConfirmAuthorizations", &["--body", "-", "--auth-detail-list", "-"]);
    assert!(error.contains("standard input can be used only once"), "{error}");
}

#[test]
fn a_file_is_its_path_or_more_than_that() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let file = |line: &[&str]| parse("UploadAccessory", line);
    let part = json!({ "file": { "path": manifest, "file_name": "Cargo.toml" } });
    assert_eq!(file(&["--file", manifest]), part);
    assert_eq!(file(&["--body", &json!({ "file": manifest }).to_string()]), part);
    assert_eq!(file(&["--file", &json!({ "path": manifest }).to_string()]), part);
    let named = json!({ "path": manifest, "file_name": "2" });
    assert_eq!(file(&["--file", &named.to_string()]), json!({ "file": named }));
    assert!(error("UploadAccessory", &["--file", "{"]).contains("expected JSON"));
}

#[test]
fn a_file_from_standard_input_is_kept_as_bytes() {
    let fields = find("UploadAccessory").fields();
    let mut contents = FileContents::default();
    contents.insert(hwc_dynamic::find_field(&fields, "file").unwrap(), &br#"{"port":80}"#[..]);
    let parsed = |line: &[&str]| parse_as("UploadAccessory", line, UnknownValues::Reject).unwrap();
    let members = |name: &str| json!({ "file": { "file_name": name } }).as_object().unwrap().clone();
    let expected = |name| ParsedFields { members: members(name), contents: contents.clone() };
    assert_eq!(parsed(&["--file", "-"]), expected("stdin"));
    assert_eq!(parsed(&["--file", r#"{"path":"-","file_name":"a.log"}"#]), expected("a.log"));
    let twice = error("UploadAccessory", &["--file", "-", "--form-data", "-"]);
    assert!(twice.contains("--file: standard input can be used only once"), "{twice}");
}

#[test]
fn help_is_recognized_anywhere() {
    for line in [&["--help"][..], &["-h"], &["--limit", "1", "--help"]] {
        let command = OperationCommand::new(find("ListCases"), UnknownValues::Reject, sources());
        let error = command.parse(words(line)).unwrap_err();
        assert_eq!(error.kind(), clap::error::ErrorKind::DisplayHelp, "{line:?}");
    }
}

/// Returns a command whose fields have the names of built-in flags.
fn with_names(names: [&'static str; 5]) -> OperationCommand {
    let mut command = OperationCommand::new(find("ListAuthorizations"), UnknownValues::Reject, sources());
    let texts = command.flags.iter().filter(|flag| matches!(flag.field.kind, Kind::String | Kind::StringId(_)));
    let field = texts.map(|flag| flag.field.clone()).next().unwrap();
    command.flags = names.map(|name| FieldFlag { name: name.to_owned(), field: renamed(&field, name) }).into();
    command
}

fn renamed(field: &Field, name: &'static str) -> Field {
    let mut field = field.clone();
    let descriptor = hwc_wire::FieldDescriptor { name, ..*field.descriptor };
    field.descriptor = Box::leak(Box::new(descriptor));
    field
}

/// Some operations have fields with the names of built-in flags.
#[test]
fn the_names_of_the_operation_win() {
    let command = with_names(["json", "help", "language", "version", "body"]);
    let line = ["--json", "{", "--help", "me", "--language=x", "--version", "2", "--body", "b"];
    let parsed = command.parse(words(&line)).unwrap();
    let expected = json!({ "json": "{", "help": "me", "language": "x", "version": "2", "body": "b" });
    assert_eq!(Value::Object(parsed.members), expected);
    let error = command.parse(words(&["-h"])).unwrap_err();
    assert_eq!(error.kind(), clap::error::ErrorKind::DisplayHelp);
}

#[test]
fn secrets_within_json_come_from_the_environment() {
    let hosts = r#"[{"password":"@env:HOST"},{"port":1,"password":null}]"#;
    let parsed = parse("ConfirmAuthorizations", &["--auth-detail-list", hosts]);
    assert_eq!(parsed, json!({ "auth_detail_list": [{ "password": SECRET }, { "port": 1, "password": null }] }));
    let unset = error("CreateCases", &["--body", r#"{"verify_code":"@env:UNSET"}"#]);
    assert!(unset.contains("--body: environment variable `UNSET` is not set"), "{unset}");
}

/// clap rejects a command with two flags of one name only in debug builds.
#[test]
fn the_flags_of_each_operation_are_unique() {
    for operation in DynamicOperation::all() {
        let command = OperationCommand::new(operation, UnknownValues::Reject, sources());
        command.command(true).debug_assert();
        let names: BTreeSet<&str> = command.flags.iter().map(|flag| flag.name.as_str()).collect();
        assert_eq!(names.len(), command.flags.len(), "{operation:?}");
    }
}

/// Each example of the spec and each input for the demo data, formatted as in the help, parses to the same request.
#[test]
fn examples_are_read_back() {
    let mut count = 0;
    for operation in DynamicOperation::all() {
        let examples = &operation.doc().unwrap().examples;
        let shown = example::input(operation, &examples[0]).fields;
        let documented = examples.iter().map(|example| example.input.clone().into_iter().collect());
        for input in documented.chain([shown]) {
            let (flags, fields) = (from_flags(operation, &input), from_fields(operation, input.clone()));
            assert!(records_equal(&*flags, &*fields), "{operation:?}: {input:?}");
            count += 1;
        }
    }
    assert!(count >= 600, "{count} examples");
}

fn from_flags(operation: DynamicOperation, input: &Map<String, Value>) -> Box<dyn Record> {
    let command = OperationCommand::new(operation, UnknownValues::Reject, sources());
    let pairs = hwc_dynamic::flag_pairs(&operation.fields(), &example_request(operation, input).fields);
    let files: Vec<&FieldFlag> = command.flags.iter().filter(|flag| is_file(&flag.field.kind)).collect();
    let is_file = |name: &str| files.iter().any(|flag| name.strip_prefix("--") == Some(&flag.name));
    // The files of the examples do not exist.
    let (files, values): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(name, _)| is_file(name));
    let line: Vec<String> = values.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let line: Vec<&str> = line.iter().map(String::as_str).collect();
    let mut members = command.parse(words(&line)).unwrap().members;
    for (name, path) in files {
        members.insert(name.trim_start_matches('-').to_owned(), json!({ "path": path, "file_name": path }));
    }
    filled(operation, &members)
}

fn from_fields(operation: DynamicOperation, mut members: Map<String, Value>) -> Box<dyn Record> {
    for field in operation.fields() {
        if let Some(value) = members.get_mut(field.name()) {
            overwrite_secrets(&field, value);
        }
    }
    filled(operation, &members)
}

fn overwrite_secrets(field: &Field, value: &mut Value) {
    match (&field.kind, value) {
        (kind, Value::Object(file)) if is_file(kind) => {
            // The help shows a file by name, since the content is not on the command line.
            file.remove("content");
            file.insert("path".to_owned(), file["file_name"].clone());
        }
        (Kind::Secret | Kind::PresignedUrl, value) => *value = json!(SECRET),
        (_, Value::Array(items)) => items.iter_mut().for_each(|item| overwrite_nested(field, item)),
        (_, value) => overwrite_nested(field, value),
    }
}

fn overwrite_nested(field: &Field, value: &mut Value) {
    for nested in field.nested() {
        if let Some(member) = value.get_mut(nested.name()) {
            overwrite_secrets(&nested, member);
        }
    }
}

fn filled(operation: DynamicOperation, members: &Map<String, Value>) -> Box<dyn Record> {
    let mut request = operation.new_request();
    set_fields_from_json(&mut *request, members).unwrap();
    request
}

#[test]
fn every_operation_has_help_with_all_its_flags_and_an_example() {
    for operation in DynamicOperation::all() {
        let command = OperationCommand::new(operation, UnknownValues::Reject, sources());
        let text = restore_spaces(&command.command(true).render_long_help().to_string());
        assert!(
            command.flags.iter().all(|flag| text.contains(&format!("  --{} ", flag.name))),
            "{operation:?}\n{text}"
        );
        let example = text.split_once("\nExample:\n").map(|(_, example)| example);
        assert!(example.is_some_and(|example| example.contains("  hwc call ")), "{operation:?}");
    }
}
