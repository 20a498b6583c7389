//! Tests of argument parsing with the tables of real operations.

use std::collections::BTreeSet;
use std::io;

use hwc_api::serde_json::{Map, Value, json};
use hwc_api::wire::catalog::{Example, OperationEntry};
use hwc_api::wire::field::query;
use hwc_api::wire::record::records_equal;
use hwc_api::wire::{FieldDescriptor, Kind, set_fields_from_json};
use hwc_api::{CATALOG, Record};

use super::flags::Flag;
use super::parse::{Given, Parsed, parse};
use super::parts::is_file;
use super::quote::quote;
use super::sources::Sources;
use super::{example, find, flags, help};

const SECRET: &str = "from the environment";

fn read_as(operation: &str, words: &[&str], listed: bool) -> Result<Parsed, String> {
    let entry = find(operation).unwrap();
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let variable = |name: &str| (name != "UNSET").then(|| SECRET.to_owned());
    let stdin = io::Cursor::new(r#"{"port":80}"#);
    parse(&flags::of(entry), &words, Sources::new(&variable, stdin), listed)
}

fn read(operation: &str, words: &[&str]) -> Value {
    match read_as(operation, words, true).unwrap() {
        Parsed::Request(given) => Value::Object(given.members),
        Parsed::Help => json!("help"),
    }
}

#[test]
fn values_go_by_the_sort_of_the_field() {
    let listed = read("ListAuthorizations", &["--limit", "5", "--simple_description=a=b", "--status=-1"]);
    assert_eq!(listed, json!({ "limit": 5, "simple_description": "a=b", "status": -1 }));
    assert_eq!(read("ListAuthorizations", &["--status", "in-approval"]), json!({ "status": 6 }));
    assert_eq!(read("ListAuthorizations", &["--status", "InApproval"]), json!({ "status": 6 }));
    assert_eq!(read("ListAuthorizations", &["--status", "99"]), json!({ "status": 99 }), "codes may grow");
    assert_eq!(read("ListTickets", &["--sort-dir", "DESCENDING"]), json!({ "sort_dir": "desc" }));
    assert_eq!(read("CreateSpace", &["--owner-id", "1", "--type", "group"]), json!({ "ownerId": "1", "type": 2 }));
}

#[test]
fn a_text_code_that_is_not_listed_must_be_meant() {
    let words = ["--sort-dir", "sideways"];
    let refused = read_as("ListTickets", &words, true).unwrap_err();
    assert!(refused.starts_with("--sort-dir: `sideways` is none of the codes asc (Ascending), desc"), "{refused}");
    let Parsed::Request(sent) = read_as("ListTickets", &words, false).unwrap() else { panic!("a request") };
    assert_eq!(sent.members["sort_dir"], "sideways");
}

#[test]
fn flags_without_a_value_are_true() {
    let name = "trim_osm_rich_text_label";
    for words in [
        &["--trim-osm-rich-text-label", "--limit", "1"][..],
        &["--limit", "1", "--trim-osm-rich-text-label"],
        &["--limit", "1", "--trim-osm-rich-text-label", "TRUE"],
    ] {
        assert_eq!(read("ListAuthorizations", words), json!({ "limit": 1, name: true }), "{words:?}");
    }
    assert_eq!(read("ListAuthorizations", &["--trim-osm-rich-text-label", "false"]), json!({ name: false }));
}

#[test]
fn lists_grow_or_come_as_json() {
    let (id, list) = ("--related-id-list", "related_id_list");
    let case = |words: &[&str]| read("CreateRelations", words);
    assert_eq!(case(&[id, "a", id, "b"]), json!({ list: ["a", "b"] }));
    assert_eq!(case(&[id, r#"["a","b"]"#, id, "c"]), json!({ list: ["a", "b", "c"] }));
    assert_eq!(case(&[id, "[]"]), json!({ list: [] }));
    let hosts = read("ConfirmAuthorizations", &["--auth-detail-list", r#"{"port":22}"#, "--auth-detail-list", "-"]);
    assert_eq!(hosts, json!({ "auth_detail_list": [{ "port": 22 }, { "port": 80 }] }));
}

#[test]
fn standard_input_is_read_once() {
    let twice = read_as("ConfirmAuthorizations", &["--json", "-", "--auth-detail-list", "-"], true);
    assert_eq!(twice.unwrap_err(), "--auth-detail-list: standard input can be used once only");
}

#[test]
fn a_file_is_its_path_or_more_than_that() {
    let file = |words: &[&str]| read("UploadAccessory", words);
    let log = json!({ "file": { "path": "/var/log/app.log", "file_name": "app.log" } });
    assert_eq!(file(&["--file", "/var/log/app.log"]), log);
    assert_eq!(file(&["--json", r#"{"file":"/var/log/app.log"}"#]), log);
    assert_eq!(file(&["--file", r#"{"path":"/var/log/app.log"}"#]), log);
    let named = json!({ "file": { "path": "1", "file_name": "2" } });
    assert_eq!(file(&["--file", r#"{"path":"1","file_name":"2"}"#]), named);
    assert!(read_as("UploadAccessory", &["--file", "{"], true).unwrap_err().starts_with("--file: expected JSON"));
}

#[test]
fn a_file_from_standard_input_is_no_json() {
    let read = |words: &[&str]| match read_as("UploadAccessory", words, true).unwrap() {
        Parsed::Request(given) => given,
        Parsed::Help => panic!("no help was asked for"),
    };
    let contents = || vec![("file", br#"{"port":80}"#[..].into())];
    let members = |name: &str| json!({ "file": { "file_name": name } }).as_object().unwrap().clone();
    assert_eq!(read(&["--file", "-"]), Given { members: members("stdin"), contents: contents() });
    let named = r#"{"path":"-","file_name":"a.log"}"#;
    assert_eq!(read(&["--file", named]), Given { members: members("a.log"), contents: contents() });
    let twice = read_as("UploadAccessory", &["--file", "-", "--form-data", "-"], true);
    assert_eq!(twice.unwrap_err(), "--file: standard input can be used once only");
}

#[test]
fn help_is_asked_for_in_two_ways_and_anywhere() {
    for words in [&["--help"][..], &["-h"], &["--limit", "1", "--help"]] {
        assert_eq!(read("ListCases", words), json!("help"));
    }
}

/// Some operations have fields with the names of built-in flags.
#[test]
fn the_operations_own_names_win() {
    static FIELDS: [FieldDescriptor; 3] = [query("json"), query("help"), query("language")];
    let own = |field: &'static FieldDescriptor| Flag { name: field.name.to_owned(), field, kind: Kind::String };
    let flags: Vec<Flag> = FIELDS.iter().map(own).collect();
    let words = ["--json", "{", "--help", "me", "--language=x"].map(str::to_owned);
    let parsed = parse(&flags, &words, Sources::new(&|_| None, io::empty()), true).unwrap();
    let Parsed::Request(given) = parsed else { panic!("a request") };
    assert_eq!(Value::Object(given.members), json!({ "json": "{", "help": "me", "language": "x" }));
}

#[test]
fn secrets_within_json_come_from_the_environment() {
    let hosts = r#"[{"password":"@env:HOST"},{"port":1,"password":null}]"#;
    let read = read("ConfirmAuthorizations", &["--auth-detail-list", hosts]);
    assert_eq!(read, json!({ "auth_detail_list": [{ "password": SECRET }, { "port": 1, "password": null }] }));
    let unset = read_as("CreateCases", &["--json", r#"{"verify_code":"@env:UNSET"}"#], true).unwrap_err();
    assert_eq!(unset, "--json: the environment variable UNSET is not set");
}

#[test]
fn no_two_flags_of_an_operation_are_the_same() {
    for entry in CATALOG.entries() {
        let flags = flags::of(entry);
        let names: BTreeSet<&str> = flags.iter().map(|flag| flag.name.as_str()).collect();
        assert_eq!(names.len(), flags.len(), "{}", entry.operation.full_name());
    }
}

/// Each example of the spec, formatted as in the help, parses to the same request.
#[test]
fn examples_are_read_back() {
    let mut read = 0;
    for entry in CATALOG.entries() {
        for example in &CATALOG.operation(entry.operation).unwrap().examples {
            let name = format!("{}, {}", entry.operation.full_name(), example.name);
            assert!(records_equal(&*from_flags(entry, example), &*from_fields(entry, example)), "{name}");
            read += 1;
        }
    }
    assert!(read >= 30, "{read} examples");
}

fn from_flags(entry: &OperationEntry, example: &Example) -> Box<dyn Record> {
    let flags = flags::of(entry);
    let words: Vec<String> =
        example::pairs(example, &flags).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    let variable = |_: &str| Some(SECRET.to_owned());
    match parse(&flags, &words, Sources::new(&variable, io::empty()), true).unwrap() {
        Parsed::Request(given) => filled(entry, &given.members),
        Parsed::Help => panic!("no help was asked for"),
    }
}

fn from_fields(entry: &OperationEntry, example: &Example) -> Box<dyn Record> {
    let mut members: Map<String, Value> = example.with.clone().into_iter().collect();
    for (field, kind) in flags::fields(&*(entry.request)()) {
        if let Some(value) = members.get_mut(field.name) {
            overwrite_secrets(&kind, value);
        }
    }
    filled(entry, &members)
}

fn overwrite_secrets(kind: &Kind, value: &mut Value) {
    match (kind, value) {
        (kind, Value::Object(file)) if is_file(kind) => {
            // The help shows a file by name, since the content is not on the command line.
            file.remove("content");
            file.insert("path".to_owned(), file["file_name"].clone());
        }
        (Kind::Secret | Kind::PresignedUrl, value) => *value = json!(SECRET),
        (Kind::List(inner), Value::Array(items)) => items.iter_mut().for_each(|item| overwrite_secrets(inner, item)),
        (Kind::Record(record), Value::Object(members)) => {
            for (field, kind) in flags::fields(&*(record.make)()) {
                members.get_mut(field.name).into_iter().for_each(|member| overwrite_secrets(&kind, member));
            }
        }
        _ => {}
    }
}

fn filled(entry: &OperationEntry, members: &Map<String, Value>) -> Box<dyn Record> {
    let mut request = (entry.request)();
    set_fields_from_json(&mut *request, members).unwrap();
    request
}

#[test]
fn every_operation_has_help_with_all_its_flags_and_an_example() {
    for entry in CATALOG.entries() {
        let flags = flags::of(entry);
        let text = help::of(entry, &flags);
        let name = entry.operation.full_name();
        assert!(flags.iter().all(|flag| text.contains(&format!("\n  --{} <", flag.name))), "{name}");
        assert!(text.contains("\nExample:\n  hwc call "), "{name}");
        assert!(!text.lines().any(|line| line.ends_with(' ')), "{name}");
    }
}

#[test]
fn words_are_quoted_for_a_shell() {
    assert_eq!(quote("case-1"), "case-1");
    assert_eq!(quote(""), "''");
    assert_eq!(quote("it's [1]"), r"'it'\''s [1]'");
    assert_eq!(quote("$(rm) *"), "'$(rm) *'");
}
