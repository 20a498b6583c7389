//! Tests of `hwc validate`.

use hwc_api::serde_json::json;

use crate::run::{run, run_with_input};

#[test]
fn a_valid_request_needs_no_credentials() {
    let valid = json!({ "operation": "osm.ListCases", "valid": true });
    assert_eq!(run(&["validate", "ListCases", "--limit", "5"]).answer(), valid);
    assert_eq!(run(&["validate", "-o", "table", "ListCases"]).stdout, "osm.ListCases is valid\n");
}

#[test]
fn all_violations_are_reported_as_by_a_call() {
    let words = ["CreateCases", "--simple-description", ""];
    let [validated, called] = ["validate", "call"].map(|command| run(&[&[command], &words[..]].concat()));
    assert_eq!((validated.code, &validated.stderr), (2, &called.stderr));
    assert!(validated.error()["violations"].as_array().unwrap().len() > 1, "{}", validated.stderr);
}

#[test]
fn a_request_is_read_from_standard_input() {
    let words = ["validate", "ShowCaseDetail", "--body", "-"];
    assert_eq!(run_with_input(&words, r#"{"case_id": "case-1"}"#).answer()["valid"], true);
    for (input, problem) in [("{", "JSON"), (r#"{"case_id": 7, "other": 1}"#, "other")] {
        let run = run_with_input(&words, input);
        assert_eq!(run.code, 2);
        assert!(run.error()["message"].as_str().unwrap().contains(problem), "{}", run.stderr);
    }
}

#[test]
fn a_skeleton_is_a_request_to_complete() {
    let skeleton = run(&["call", "--skeleton", "ListRelation"]).stdout;
    assert_eq!(run_with_input(&["validate", "ListRelation", "--body", "-"], &skeleton).code, 0);
}

#[test]
fn help_and_errors_name_the_command() {
    let help = run(&["validate", "DownloadAccessories", "--help"]).stdout;
    assert!(help.contains("Usage: hwc validate [OPTIONS] DownloadAccessories [--name VALUE]..."), "{help}");
    assert!(!help.contains("hwc call"), "{help}");
    let error = run(&["validate", "ListCases", "--no-such-flag", "1"]).error();
    assert_eq!(error["next"][0]["command"], "hwc validate ListCases --help");
    let message = run(&["validate", "ListCases", "--out", "f"]).error()["message"].clone();
    assert!(message.as_str().unwrap().contains("an option of `hwc validate`"), "{message}");
}

#[test]
fn help_can_be_chinese() {
    let help = run(&["validate", "--lang", "zh", "ListCases", "--help"]).stdout;
    assert!(!help.lines().next().unwrap().is_ascii(), "{help}");
    assert!(help.contains("hwc validate [OPTIONS] ListCases"), "{help}");
}

#[test]
fn an_unknown_operation_has_suggestions() {
    let run = run(&["validate", "ListCase"]);
    assert_eq!(run.code, 2);
    assert!(run.error()["choices"].to_string().contains("ListCases"), "{}", run.stderr);
}
