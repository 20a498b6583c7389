//! Tests of `hwc api`, of the previews and recordings of `hwc call`, and of the description of operations.

use hwc_api::serde_json::{self, Value, json};

use crate::run::{Run, hwc, run, run_with_input};

fn api(words: &[&str]) -> Run {
    run(&[&["api", "--sandbox"], words].concat())
}

#[test]
fn any_path_can_be_requested() {
    let list = api(&["GET", "/v2/servicerequest/cases", "-f", "limit=2"]).answer();
    assert_eq!(list["incident_info_list"].as_array().map(Vec::len), Some(2));
    let same = api(&["get", "/v2/servicerequest/cases?limit=2"]).answer();
    assert_eq!(same["incident_info_list"].as_array().map(Vec::len), Some(2), "a query in the path");
    let whole = api(&["GET", "/v2/servicerequest/cases", "-f", "limit=1", "-i"]).answer();
    assert_eq!((whole["status"].as_u64(), whole["body"]["total_count"].as_u64()), (Some(200), Some(15)));
    let missing = api(&["GET", "/v2/servicerequest/cases/case-9"]);
    assert_eq!((missing.code, missing.error()["kind"].as_str()), (5, Some("service")));
}

#[test]
fn pages_follow_the_description() {
    let ids =
        api(&["GET", "/v2/servicerequest/cases?limit=4", "--paginate", "--jq", ".incident_info_list[].incident_id"]);
    assert_eq!((ids.code, ids.stdout.lines().count()), (0, 15), "{}", ids.stderr);
    let (code, message) = api(&["GET", "/v2/servicerequest/cases/case-1002", "--paginate"]).failure();
    assert_eq!(code, 2);
    assert!(message.starts_with("--paginate: no operation with pages has the path"), "{message}");
}

#[test]
fn bodies_come_from_fields_or_a_file() {
    let path = "/v2/servicerequest/cases/case-1002/labels";
    let list = api(&["GET", path]);
    assert_eq!(list.code, 0, "{}", list.stderr);
    let body = r#"{"business_type_id":"Fault","simple_description":"Slow.","source_id":"1"}"#;
    let opened =
        run_with_input(&["api", "--sandbox", "POST", "/v2/servicerequest/cases", "--input", "-"], body).answer();
    assert_eq!(opened["incident_id"], "case-1004");
    let fields = ["-f", "business_type_id=Fault", "-f", "simple_description=Slow.", "-f", "source_id=1"];
    let opened = api(&[&["POST", "/v2/servicerequest/cases"], &fields[..]].concat()).answer();
    assert_eq!(opened["incident_id"], "case-1004");
}

#[test]
fn wrong_requests_are_usage_errors() {
    let table = [
        api(&["GOT", "/v2"]).failure(),
        api(&["GET", "v2/x"]).failure(),
        api(&["GET", "/nonsense/x"]).failure(),
        api(&["GET", "/v1/{project_id}/instances"]).failure(),
        api(&["GET", "/v2/servicerequest/cases", "-f", "limit"]).failure(),
        api(&["DELETE", "/v2/servicerequest/unknown"]).failure(),
    ];
    let lines: Vec<String> = table.into_iter().map(|(code, message)| format!("{code} {message}")).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_preview_sends_nothing_and_has_no_secrets() {
    let mut command = hwc(&[
        "call",
        "--dry-run",
        "CreateCases",
        "--body",
        r#"{"business_type_id":"Fault",
        "simple_description":"x","source_id":"1","verify_code":"@env:CODE"}"#,
    ]);
    command.env("CODE", "s3cret").env("HUAWEICLOUD_SDK_AK", "a").env("HUAWEICLOUD_SDK_SK", "hunter2");
    let preview = Run::of(command.output().unwrap());
    assert!(!preview.stdout.contains("s3cret") && !preview.stdout.contains("hunter2"), "{}", preview.stdout);
    insta::assert_json_snapshot!(preview.answer());
}

#[test]
fn a_preview_is_a_curl_command() {
    let list = run(&["call", "--sandbox", "--curl", "ListCases", "--limit", "5", "--search-key", "it's"]);
    assert_eq!((list.code, list.stderr.as_str()), (0, ""));
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let form = ["--file", file, "--form-data", r#"{"accessoryFrom":"message"}"#];
    let upload = run(&[&["call", "--curl", "UploadAccessory"], &form[..]].concat());
    let upload = upload.stdout.replace(env!("CARGO_MANIFEST_DIR"), "[crate]");
    let tickets = run(&["call", "--curl", "insight.CreateTickets", "--embed-id", "e", "--user-id", "ada"]);
    let words = shlex(&list.stdout);
    assert_eq!(words[..3], ["curl", "-X", "GET"]);
    insta::assert_snapshot!([list.stdout, upload, tickets.stdout].join("\n"));
}

fn shlex(text: &str) -> Vec<String> {
    text.replace("\\\n", "").split_whitespace().map(str::to_owned).collect()
}

#[test]
fn a_skeleton_is_a_request_to_edit() {
    let skeleton = run(&["call", "--skeleton", "CreateCases"]);
    let json: Value = serde_json::from_str(&skeleton.stdout).unwrap();
    assert!(json["simple_description"].is_string(), "{json}");
    let sent = run_with_input(&["call", "--dry-run", "--no-validate", "CreateCases", "--body", "-"], &skeleton.stdout);
    assert!(sent.code == 0 || sent.stderr.contains("@env:"), "{}", sent.stderr);
}

#[test]
fn exchanges_are_recorded_and_replayed() {
    let path = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("recorded.json");
    let _ = std::fs::remove_file(&path);
    let file = path.to_str().unwrap();
    let recorded = run(&["call", "--sandbox", "--record", file, "ListCases", "--limit", "2"]).answer();
    let replayed = run(&["call", "--replay", file, "ListCases", "--limit", "2"]).answer();
    assert_eq!(replayed, recorded);
    let other = run(&["call", "--replay", file, "--max-attempts", "1", "ListCases", "--limit", "3"]);
    assert_eq!((other.code, other.error()["kind"].as_str()), (3, Some("config")), "{}", other.stderr);
    let (code, message) = run(&["call", "--sandbox", "--record", file, "ListCases"]).failure();
    assert_eq!(code, 2);
    assert!(message.contains("already exists"), "{message}");
    assert_eq!(run(&["call", "--replay", "/no/such/file", "ListCases"]).code, 2);
}

#[test]
fn operations_are_found_by_words() {
    let names = |words: &[&str]| {
        let run = run(&[&["operations", "search", "--fields", "name", "-o", "jsonl"], words].concat());
        run.answers().iter().map(|entry| entry["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let found = names(&["list", "authorizations"]);
    assert_eq!(found.first().map(String::as_str), Some("ListAuthorizations"));
    assert!(names(&["--service", "koodrive", "recycle"]).iter().all(|name| !name.is_empty()));
    assert!(names(&["xyzzy"]).is_empty());
    let zh = run(&["operations", "--lang", "zh", "--jq", ".[0].summary"]).stdout;
    assert!(zh.chars().any(|c| c > '\u{4e00}'), "{zh}");
}

#[test]
fn an_operation_is_described() {
    let list = run(&["describe", "ListCases"]).answer();
    let limit = list["fields"].as_array().unwrap().iter().find(|field| field["name"] == "limit").unwrap();
    assert_eq!((&limit["flag"], &limit["location"]), (&json!("--limit"), &json!("query")));
    assert_eq!(list["items"], "incident_info_list");
    assert!(list["example"].as_str().unwrap().contains("hwc call ListCases"));
    let page = run(&["describe", "osm.listcases", "-o", "table"]);
    assert!(page.stdout.contains("--limit <NUMBER>"), "{}", page.stdout);
    let unknown = run(&["describe", "ListCase"]).error();
    assert!(unknown["choices"].as_array().unwrap().contains(&json!("ListCases")), "{unknown}");
    assert_eq!(unknown["next"][0]["command"], "hwc operations search WORDS");
}

#[test]
fn commands_and_schemas_are_listed_for_programs() {
    let commands = run(&["commands", "-o", "json"]).answer();
    let list = commands.as_array().unwrap().iter().find(|entry| entry["command"] == "ticket list").unwrap();
    assert_eq!(list["has_schema"], true);
    assert!(list["arguments"].as_array().unwrap().iter().any(|argument| argument["name"] == "--status"), "{list}");
    let schema = run(&["schema", "ticket", "list"]).answer();
    assert_eq!(schema["items"]["title"], "Ticket");
    let operation = run(&["schema", "call", "ListCases"]).answer();
    assert_eq!(operation["request"]["properties"]["limit"]["type"], "integer");
    let unknown = run(&["schema", "ticket", "lst"]).error();
    assert_eq!(unknown["message"], "no schema for the command `ticket lst`; did you mean `ticket list`?");
}
