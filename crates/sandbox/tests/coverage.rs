//! The rule that each operation with a handler has a test. The tests of isolation do not count: they send all operations.
#![allow(clippy::unwrap_used, reason = "what fails here is a failed test")]

mod common;

use std::fs;
use std::path::Path;

use common::implemented_of;
use hwc_sandbox::models::CATALOG;

/// Returns the text of all tests below a folder. Without helpers and the tests of isolation.
fn tests(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name == "common" || name.contains("isolation") {
            continue;
        }
        if path.is_dir() {
            text += &tests(&path);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text += &fs::read_to_string(&path).unwrap();
        }
    }
    text
}

/// Returns true if a text uses the request type of an operation, for example in a call of its constructor.
fn uses(text: &str, operation: &str) -> bool {
    let call = format!("{operation}::");
    text.match_indices(&call)
        .any(|(at, _)| !text[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_'))
}

#[test]
fn each_operation_with_a_handler_has_a_test() {
    let text = tests(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests"));
    let mut services: Vec<&str> = CATALOG.entries().map(|entry| entry.operation.service.id).collect();
    services.dedup();
    let all = services.into_iter().flat_map(implemented_of);
    let without: Vec<String> = all
        // Tests write forms as bytes.
        .filter(|entry| !(entry.request)().descriptor().is_form())
        .map(|entry| entry.operation)
        .filter(|operation| !uses(&text, operation.name))
        .map(|operation| format!("{} ({})", operation.full_name(), operation.effect.as_str()))
        .collect();
    assert_eq!(without, [""; 0], "operations without a test");
}

#[test]
fn only_whole_names_count() {
    assert!(uses("send(GetFile::new(1))", "GetFile"));
    assert!(!uses("send(TargetFile::new(1))", "GetFile"));
    assert!(!uses("/// GetFile, GetFiles::new()", "GetFile"));
}
