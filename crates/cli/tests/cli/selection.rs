//! Tests of the arguments of all commands: selection, amount of notes, colors.

use hwc_api::serde_json::Value;

use crate::run::{Run, hwc, run};

const LIST: [&str; 5] = ["ticket", "list", "--sandbox", "--search", "disk"];

fn list(more: &[&str]) -> Run {
    run(&[&LIST[..], more].concat())
}

#[test]
fn fields_are_selected_in_each_format() {
    assert_eq!(list(&["--fields", "status,id"]).stdout, "[{\"status\":\"in-progress\",\"id\":\"case-1002\"}]\n");
    let table = list(&["--fields", "id,status_code", "-o", "table"]).stdout;
    assert_eq!(table, "id         status_code\ncase-1002  1\n");
    assert_eq!(list(&["--fields", "id", "-o", "csv"]).stdout, "id\r\ncase-1002\r\n");
    assert_eq!(list(&["--fields", "id,nothing", "-o", "jsonl"]).stdout, "{\"id\":\"case-1002\",\"nothing\":null}\n");
    let note = list(&["--fields", "id,nothing", "-o", "table"]).stderr;
    assert!(note.starts_with("no result has the member `nothing`; the members are id, status, "), "{note}");
    let call = run(&["call", "--sandbox", "--fields", "incident_id", "ListCases", "--limit", "1"]).answer();
    assert_eq!(call.as_array().map(Vec::len), Some(1), "the elements of the list have the members: {call}");
    let show = run(&["ticket", "show", "case-1002", "--sandbox", "--fields", "messages.0.text"]).answer();
    assert!(show["messages.0.text"].is_string(), "{show}");
}

#[test]
fn jq_filters_each_result() {
    assert_eq!(list(&["--jq", ".[].id"]).stdout, "case-1002\n", "texts have no quotes");
    assert_eq!(list(&["--jq", "map({id}) | length"]).stdout, "1\n");
    assert_eq!(list(&["--jq", ".id", "-o", "jsonl"]).stdout, "\"case-1002\"\n", "lines are JSON");
    let pages = run(&["call", "--sandbox", "--all-pages", "--jq", ".incident_info_list | length", "ListCases"]);
    assert_eq!(pages.stdout, "10\n5\n", "each page is filtered");
    let both = list(&["--fields", "id,status", "--jq", ".[] | keys | join(\",\")"]);
    assert_eq!(both.stdout, "id,status\n");
}

#[test]
fn invalid_expressions_are_usage_errors() {
    for expression in [".[", "nonsense", ".a |"] {
        let (code, message) = list(&["--jq", expression]).failure();
        assert_eq!(code, 2, "{message}");
        assert!(message.contains("jq"), "{message}");
    }
    let (code, message) = list(&["--jq", ".", "-o", "yaml"]).failure();
    assert_eq!((code, message.as_str()), (2, "--jq requires the output format json or jsonl"));
    let misfit = list(&["--jq", ".id"]);
    assert_eq!((misfit.code, misfit.error()["kind"].as_str()), (1, Some("jq")));
}

#[test]
fn quiet_commands_print_results_and_errors_alone() {
    let words = ["ticket", "list", "--sandbox", "--limit", "1"];
    assert!(run(&words).stderr.contains("limited to 1 ticket"));
    let quiet = run(&[&words[..], &["-q"]].concat());
    assert_eq!((quiet.code, quiet.stderr.as_str()), (0, ""));
    let failed = run(&["ticket", "show", "case-9", "--sandbox", "--quiet"]);
    assert!(failed.stderr.contains("Ticket not found."), "{}", failed.stderr);
}

#[test]
fn verbose_commands_print_each_exchange_without_secrets() {
    let verbose = list(&["-v"]);
    let trace: Value = hwc_api::serde_json::from_str(verbose.stderr.lines().next().unwrap()).unwrap();
    let trace = &trace["trace"];
    assert_eq!((trace["method"].as_str(), trace["status"].as_u64()), (Some("GET"), Some(200)));
    assert!(trace["target"].as_str().unwrap().starts_with("/v2/servicerequest/cases?"), "{trace}");
    assert!(trace["request"].is_null() && verbose.code == 0);
    let debug = list(&["--debug", "-o", "table"]);
    assert!(debug.stderr.contains("< {") && debug.stderr.contains("> x-language: en-us"), "{}", debug.stderr);
    assert!(!debug.stderr.to_lowercase().contains("x-auth-token: sandbox"), "{}", debug.stderr);
    assert!(debug.stdout.starts_with("ID "), "standard output has data alone");
}

#[test]
fn a_variable_sets_the_trace() {
    let with = |value: &str| Run::of(hwc(&LIST).env("HWC_LOG", value).output().unwrap());
    assert!(with("info").stderr.contains("\"trace\""));
    assert!(with("debug").stderr.contains("\"response\""));
    assert_eq!(with("off").stderr, "");
    let wrong = with("loud");
    assert_eq!(wrong.code, 3);
    assert_eq!(wrong.error()["choices"], hwc_api::serde_json::json!(["off", "info", "debug"]));
}

#[test]
fn colors_are_set_by_the_command_line() {
    let has_colors = |more: &[&str]| list(&[&["-o", "table"], more].concat()).stdout.contains("\x1b[");
    assert!(has_colors(&["--color", "always"]));
    assert!(!has_colors(&["--color", "never"]) && !has_colors(&["--color", "auto"]) && !has_colors(&[]));
    let mut forced = hwc(&[&LIST[..], &["-o", "table", "--color", "never"]].concat());
    assert!(!Run::of(forced.env("CLICOLOR_FORCE", "1").output().unwrap()).stdout.contains("\x1b["));
    assert_eq!(list(&["--color", "sometimes"]).code, 2);
}
