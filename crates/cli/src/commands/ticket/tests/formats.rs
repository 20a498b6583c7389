//! Tests of the output formats and files of each command that prints data.

use hwc_api::serde_json::{self, Value};

use super::{Harness, TempDir};

/// Commands with their supported formats besides JSON and YAML.
const COMMANDS: [(&[&str], &[&str]); 6] = [
    (&["list"], &["table", "csv"]),
    (&["show", "case-1002"], &["table"]),
    (&["follow", "case-1001", "--all"], &["table"]),
    (&["export", "--since", "7d"], &["csv"]),
    (&["access", "list"], &["table", "csv"]),
    (&["access", "show", "Auth-100002"], &["table"]),
];

#[test]
fn each_command_prints_each_format_or_names_the_ones_that_fit() {
    let harness = Harness::new();
    harness.advance_clock(std::time::Duration::from_secs(30));
    for (words, others) in COMMANDS {
        for format in ["table", "json", "jsonl", "yaml", "csv"] {
            let output = harness.run(&[words, &["-o", format]].concat());
            if others.contains(&format) || ["json", "jsonl", "yaml"].contains(&format) {
                assert!(output.error.is_none() && !output.out.is_empty(), "{words:?} {format}: {output:?}");
            } else {
                let message = output.error.unwrap().message();
                let expected = format!("this command has no output format `{format}`; use ");
                assert!(message.starts_with(&expected) && message.contains("jsonl"), "{message}");
            }
        }
    }
}

#[test]
fn json_and_yaml_have_the_same_content() {
    let harness = Harness::new();
    for words in [&["list"][..], &["show", "case-1002"], &["access", "list"]] {
        let yaml = harness.text(&[words, &["-o", "yaml"]].concat());
        assert_eq!(serde_saphyr::from_str::<Value>(&yaml).unwrap(), harness.json(words), "{yaml}");
    }
    let lines = harness.text(&["list", "-o", "jsonl"]);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(Value::Array(lines), harness.json(&["list"]));
}

#[test]
fn a_list_is_csv() {
    let csv = Harness::new().text(&["list", "--since", "7d", "-o", "csv"]);
    insta::assert_snapshot!("list_csv", csv.replace('\r', ""));
}

#[test]
fn results_go_to_a_file() {
    let (harness, folder) = (Harness::new(), TempDir::new("out"));
    let path = folder.path("out");
    for words in [&["list"][..], &["show", "case-1002"], &["follow", "case-1001", "--all"], &["access", "list"]] {
        let to_file = harness.run(&[words, &["--out", &path, "--force"]].concat());
        assert!(to_file.error.is_none() && to_file.out.is_empty(), "{to_file:?}");
        assert_eq!(folder.read("out"), harness.text(words), "{words:?}");
    }
    let refused = harness.error(&["list", "--out", &path]);
    assert_eq!(refused, format!("{path} already exists; pass --force to replace it"));
    assert!(harness.run(&["show", "case-9", "--out", &path, "--force"]).error.is_some());
    assert_eq!(folder.read("out"), harness.text(&["access", "list"]), "a failed command keeps the old file");
}
