//! Tests of `hwc call --sandbox`: requests from flags and from JSON, responses, pages, error responses.

use hwc_api::serde_json::{self, json};

use crate::run::{run, run_with_input};

#[test]
fn a_list_in_the_order_of_the_description() {
    let run = run(&["call", "--sandbox", "ListRelation", "--case-id", "case-1001"]);
    assert_eq!(run.answer(), json!({ "case_relation_list": [] }));
    let cases = self::run(&["call", "--sandbox", "ListCases", "--limit", "1"]);
    assert!(cases.stdout.starts_with(r#"{"total_count":15,"incident_info_list":[{"#), "{}", cases.stdout);
}

#[test]
fn fields_from_flags_parameters_and_json_are_the_same() {
    let wanted = json!([{ "id": "Auth-100002", "status": 0 }]);
    let ways: [&[&str]; 6] = [
        &["--status", "waiting", "--incident-id", "case-1002"],
        &["--status=WAITING", "--incident_id=case-1002"],
        &["--param", "status=0", "--param", "incident-id=case-1002"],
        &["--body", r#"{"status":0,"incident_id":"case-1002"}"#],
        &["--body", "-"],
        &["--incident-id", "case-1002", "--body", r#"{"status":0,"incident_id":"replaced by the flag"}"#],
    ];
    for way in ways {
        let arguments = [&["call", "--sandbox", "ListAuthorizations"], way].concat();
        let run = run_with_input(&arguments, r#"{"status":"0","incident_id":"case-1002"}"#);
        let list = run.answer()["incident_auth_list"].take();
        let short: Vec<_> =
            list.as_array().unwrap().iter().map(|g| json!({ "id": g["id"], "status": g["status"] })).collect();
        assert_eq!(json!(short), wanted, "{way:?}");
    }
}

#[test]
fn a_record_is_given_as_json() {
    let input = r#"{"fileInfo":[{"fileId":"F00000000000000000000000000000001"}],
        "srcContainerId":"IAADfsBFCO6WtAtuA000000000000000000000000000001"}"#;
    let run = run_with_input(
        &[
            "call",
            "--sandbox",
            "--yes",
            "CreateJob",
            "--task-type",
            "copy",
            "--task-info",
            "-",
            "--dst-container-id",
            "IAADfsBFCO6WtAtuA000000000000000000000000000004",
        ],
        input,
    );
    assert!(run.answer()["data"].is_string());
}

#[test]
fn pages_come_one_a_line() {
    let pages = run(&["call", "--sandbox", "--all-pages", "ListCases", "--limit", "1"]).answers();
    let ids: Vec<_> = pages.iter().map(|page| page["incident_info_list"][0]["incident_id"].clone()).collect();
    assert_eq!(ids[..3], ["case-1003", "case-1002", "case-1001"]);
    assert_eq!((ids.len(), &ids[14]), (15, &json!("1")));
}

#[test]
fn details_come_around_the_answer() {
    let mut details = run(&["call", "--sandbox", "--include", "ListRelation", "--case-id", "case-1001"]).answer();
    let date = details["headers"]["date"].take();
    assert!(date.as_str().unwrap().ends_with(" GMT"), "{date}");
    insta::assert_json_snapshot!(details);
}

#[test]
fn a_refusal_is_told_with_all_that_is_known() {
    let run = run(&["call", "--sandbox", "ShowCaseDetail", "--case-id", "case-9"]);
    assert_eq!(run.code, 5);
    insta::assert_json_snapshot!(run.error());
}

#[test]
fn limits_are_the_services_business_where_they_are_not_checked() {
    let run = run(&["call", "--sandbox", "--no-validate", "ListAuthorizations", "--limit", "101"]);
    assert_eq!(run.code, 5);
    assert_eq!(run.error()["service"]["code"], "OSM.0001");
}

#[test]
fn a_setting_that_the_service_lacks() {
    insta::assert_debug_snapshot!(run(&["call", "--sandbox", "--workspace-id", "w", "ListCases"]).failure(), @r#"
    (
        3,
        "osm.ListCases: invalid configuration: osm has no setting `workspace_id`; it has: language, time_zone, site",
    )
    "#);
}

#[test]
fn pages_of_what_has_none() {
    let run = run(&["call", "--sandbox", "--all-pages", "ListRelation", "--case-id", "case-1001"]);
    assert_eq!(run.failure(), (2, "osm.ListRelation: invalid request: the operation is not paginated".to_owned()));
}

#[test]
fn a_destructive_operation_needs_a_confirmation() {
    let files = r#"{"fileInfo":[{"fileId":"F00000000000000000000000000000001"}]}"#;
    let job = ["CreateJob", "--task-type", "copy", "--task-info", files];
    let call = |flags: &[&str]| run(&[&["call", "--sandbox", "--no-validate"], flags, &job].concat());
    let refused = call(&[]).failure();
    assert_eq!(refused, (2, "cannot prompt for confirmation: not a terminal; pass --yes".to_owned()));
    let sent = call(&["--yes"]);
    assert!(sent.code == 0 || sent.error()["service"].is_object(), "it was sent: {}", sent.stderr);
}

/// The format decides if the lines or rows are the elements of the list.
#[test]
fn the_formats_of_a_list() {
    let list = |format: &str| {
        let run = run(&["call", "--sandbox", "-o", format, "ListLabels"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        run.stdout
    };
    for format in ["json", "jsonl", "yaml", "csv", "table"] {
        insta::assert_snapshot!(format!("list_as_{format}"), list(format));
    }
}

#[test]
fn the_formats_of_one_object() {
    let show = |format: &str| {
        run(&["call", "--sandbox", "-o", format, "CheckNeedVerify", "--contact-value", "1", "--contact-way", "0"])
            .stdout
    };
    let table = ["jsonl", "yaml", "csv", "table"].map(show);
    insta::assert_snapshot!(table.join("\n"));
}

#[test]
fn all_pages_of_a_list_are_one_table() {
    let list =
        |format: &str| run(&["call", "--sandbox", "--all-pages", "-o", format, "ListCases", "--limit", "4"]).stdout;
    assert_eq!(list("csv").lines().count(), 1 + 15, "headings and tickets");
    assert_eq!(list("jsonl").lines().count(), 15);
    assert_eq!(list("yaml").matches("---\n").count(), 4, "a document for each page");
}

#[test]
fn lines_on_standard_error_have_the_format_of_the_output() {
    let fail = |format: &str| run(&["call", "-o", format, "ListCases", "--limit", "x"]).stderr;
    assert!(fail("jsonl").starts_with("{\"error\":"), "{}", fail("jsonl"));
    assert!(fail("table").starts_with("error: invalid value for '--limit <NUMBER>'"), "{}", fail("table"));
}

#[test]
fn a_response_is_written_to_a_file() {
    let path = std::env::temp_dir().join(format!("hwc-cli-call-{}.json", std::process::id()));
    let out = path.to_str().unwrap();
    let call = |flags: &[&str]| run(&[&["call", "--sandbox", "--out", out], flags, &["ListLabels"]].concat());
    assert_eq!((call(&[]).code, call(&[]).code), (0, 2), "an existing file needs --force");
    assert_eq!(call(&["--force"]).code, 0);
    let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(json.is_object(), "{json}");
}

#[test]
fn a_wait_needs_background_work() {
    let run = run(&["call", "--sandbox", "--wait", "ListCases"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("--wait is only for operations that start background work"), "{}", run.stderr);
}
