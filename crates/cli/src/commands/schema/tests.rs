//! Tests of the contract: the output of each command fits its schema, and the schemas themselves are snapshots.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use boon::{Compiler, SchemaIndex, Schemas};
use hwc_api::serde_json::Value;

use super::{COMMANDS, command_schema};
use crate::commands::command_list;

/// Commands of `hwc` with words that succeed in the order of the list, on the demo data.
const SCENARIO: &[(&str, &[&str])] = &[
    ("ticket list", &["list"]),
    ("ticket show", &["show", "case-1002"]),
    ("ticket export", &["export", "--since", "7d"]),
    ("ticket follow", &["follow", "case-1001", "--all"]),
    ("ticket open", &["open", "--product", "product-1", "--problem", "Fault", "--region", "cn-north-4", "Slow."]),
    ("ticket reply", &["reply", "case-1002", "ok"]),
    ("ticket urge", &["urge", "case-1002", "--yes"]),
    ("ticket label", &["label", "case-1002", "urgent"]),
    ("ticket unlabel", &["unlabel", "case-1002", "urgent"]),
    ("ticket link", &["link", "case-1002", "case-1001"]),
    ("ticket unlink", &["unlink", "case-1002", "case-1001"]),
    ("ticket access list", &["access", "list"]),
    ("ticket access show", &["access", "show", "Auth-100002"]),
    ("ticket access grant", &["access", "grant", "Auth-100002", "--for", "8h"]),
    ("ticket access revoke", &["access", "revoke", "Auth-100002", "--yes"]),
    ("ticket close", &["close", "case-1002", "--yes"]),
    ("ticket rate", &["rate", "case-1001", "--value", "5"]),
    ("ticket cancel", &["cancel", "case-1003", "--yes"]),
    ("ticket delete", &["delete", "case-1003", "--yes"]),
];

/// Panics with the problems if a value does not fit a schema.
fn assert_valid(schema: &Value, value: &Value, subject: &str) {
    let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
    compiler.enable_format_assertions();
    compiler.add_resource("schema.json", schema.clone()).unwrap();
    let index: SchemaIndex = compiler.compile("schema.json", &mut schemas).unwrap();
    let valid = schemas.validate(value, index);
    assert!(valid.is_ok(), "{subject}: {:?}\n{value}", valid.err().map(|error| error.to_string()));
}

#[test]
fn the_output_of_each_ticket_command_fits_its_schema() {
    let harness = crate::commands::ticket::tests::Harness::new();
    harness.advance_clock(std::time::Duration::from_secs(30));
    for (command, words) in SCENARIO {
        let schema = command_schema(command).unwrap();
        let text = harness.text(&[words, &["--json"][..]].concat());
        for line in text.lines() {
            assert_valid(&schema, &hwc_api::serde_json::from_str(line).unwrap(), command);
        }
        assert!(!text.is_empty(), "{command}");
    }
}

/// The keys of a ticket are the same wherever it is printed.
#[test]
fn tickets_have_the_same_keys_everywhere() {
    let keys = |command: &str| {
        let schema = command_schema(command).unwrap();
        let object = if schema["type"] == "array" { &schema["items"] } else { &schema };
        let mut keys: Vec<String> = object["properties"].as_object().unwrap().keys().cloned().collect();
        keys.retain(|key| key != "uploaded");
        keys
    };
    for command in ["ticket show", "ticket open", "ticket export"] {
        assert_eq!(keys(command), keys("ticket list"), "{command}");
    }
}

#[test]
fn each_schema_is_valid_and_documented() {
    for command in COMMANDS {
        let schema = command.schema();
        let (mut compiler, mut schemas) = (Compiler::new(), Schemas::new());
        compiler.add_resource("schema.json", schema.clone()).unwrap();
        compiler.compile("schema.json", &mut schemas).unwrap();
        assert!(!command.entry().title.is_empty(), "{}", command.words);
        assert_documented(&schema, command.words);
    }
}

fn assert_documented(schema: &Value, subject: &str) {
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        assert!(property["description"].is_string() || property["$ref"].is_string(), "{subject}: {name}");
    }
    for inner in schema["$defs"].as_object().into_iter().flatten().map(|(_, inner)| inner) {
        assert_documented(inner, subject);
    }
}

/// Commands without a schema: scripts, pages, contents of files, servers, output of other programs, and the responses of
/// operations.
const WITHOUT_SCHEMA: &[&str] = &[
    "call",
    "cat",
    "completion",
    "demo",
    "drive cat",
    "drive serve webdav",
    "explore",
    "man",
    "mcp",
    "sandbox exec",
    "sandbox serve",
];

/// A new command needs a schema.
#[test]
fn each_command_with_results_has_a_schema() {
    for entry in command_list::entries() {
        let command = entry.command();
        assert_ne!(entry.has_schema(), WITHOUT_SCHEMA.contains(&command), "{command}");
    }
}

#[test]
fn the_schemas_are_stable() {
    let mut all = hwc_api::serde_json::Map::new();
    for command in COMMANDS.iter().filter(|command| command.words.starts_with("ticket ") || command.words == "error") {
        all.insert(command.words.to_owned(), command.schema());
    }
    insta::assert_json_snapshot!(Value::Object(all));
}
