//! Tests of `hwc ticket` as a process without a terminal. Tests inside the crate cover the commands themselves.

use hwc_api::serde_json::{self, Value};

use crate::http::Served;
use crate::run::{Run, hwc, run, run_with_input};

fn help(command: &str) -> String {
    let run = run(&["ticket", command, "--help"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    run.stdout
}

#[test]
fn help_of_tickets() {
    insta::assert_snapshot!("help", run(&["ticket", "--help"]).stdout);
}

#[test]
fn help_of_each_command() {
    let commands = [
        "open", "list", "show", "reply", "attach", "download", "follow", "urge", "cancel", "close", "delete", "rate",
        "export", "link", "unlink", "label", "unlabel", "access",
    ];
    // The options of all commands come last and are the same for each.
    let own = commands.map(|command| {
        let text = help(command);
        let end = text.find("\nOptions of all commands:").unwrap();
        format!("## {command}\n\n{}", &text[..end])
    });
    insta::assert_snapshot!("help_of_each", own.join("\n"));
}

#[test]
fn options_are_valid_before_and_after_the_command() {
    for words in [
        &["ticket", "--sandbox", "--json", "list", "--search", "disk"][..],
        &["ticket", "list", "--search", "disk", "--json", "--sandbox"],
    ] {
        assert_eq!(run(words).answer()[0]["id"], "case-1002", "{words:?}");
    }
}

#[test]
fn colors_are_removed_without_a_terminal() {
    let words = ["ticket", "list", "--sandbox", "-o", "table"];
    let run = run(&words);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.starts_with("ID ") && !run.stdout.contains('\x1b'), "{}", run.stdout);
    let forced = |variables: &[(&str, &str)]| {
        let run = Run::of(hwc(&words).envs(variables.iter().copied()).output().unwrap());
        run.stdout.contains("\x1b[")
    };
    assert!(forced(&[("CLICOLOR_FORCE", "1")]));
    assert!(!forced(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}

#[test]
fn invalid_arguments_are_reported_before_anything_is_sent() {
    let usage_error = |words: &[&str]| {
        let (code, message) = run(&[&["ticket"], words].concat()).failure();
        assert_eq!(code, 2, "{message}");
        message
    };
    let table = [
        usage_error(&["list", "--status", "closed"]),
        usage_error(&["list", "--since", "soon"]),
        usage_error(&["list", "--limit", "0"]),
        usage_error(&["list", "--limit", "5", "--all"]),
        usage_error(&["show"]),
        usage_error(&["attach", "case-1"]),
        usage_error(&["rate", "case-1"]),
        usage_error(&["rate", "case-1", "--rate", "Timeliness"]),
        usage_error(&["close", "case-1", "--rate", "Timeliness=good"]),
        usage_error(&["open", "--phone", "13800000000", "x"]),
        usage_error(&["export", "--output", "xml"]),
        usage_error(&["export", "--resume", "state"]),
        usage_error(&["export", "-o", "csv", "--json", "--sandbox"]),
        usage_error(&["--json", "export", "--format", "csv", "--sandbox"]),
        usage_error(&["export", "--output", "tickets.csv", "--sandbox"]),
        usage_error(&["show", "case-1", "-o", "csv", "--sandbox"]),
        usage_error(&["access", "reject", "Auth-1"]),
        usage_error(&["access", "grant", "Auth-1", "--for", "2 hours"]),
        usage_error(&["access", "list", "--status", "wait"]),
        usage_error(&["--setting", "colour=red", "list"]),
        usage_error(&["--setting", "time_zone=UTC", "list"]),
        usage_error(&["delete", "case-1", "--sandbox"]),
        usage_error(&["open", "--sandbox", "The disk is slow."]),
        usage_error(&["clsoe", "case-1"]),
    ];
    insta::assert_snapshot!("wrong", table.join("\n"));
}

#[test]
fn error_responses_have_their_exit_code() {
    let run = run(&["ticket", "show", "case-9", "--sandbox", "--json"]);
    assert_eq!((run.code, run.error()["service"]["class"].as_str()), (5, Some("not_found")));
}

#[test]
fn a_served_sandbox_keeps_changes() {
    let served = Served::start(&[]);
    let ticket = |words: &[&str], input: &str| {
        let mut words = [&["ticket", "--endpoint", served.endpoint("osm")], words].concat();
        words.push("--json");
        let mut command = hwc(&words);
        command.env("HWC_AUTH_TOKEN", "t");
        Run::with_input(&mut command, input).answer()
    };
    let words = ["open", "--product", "Elastic Cloud Server", "--problem", "Fault", "--region", "cn-north-4"];
    let opened = ticket(&[&words[..], &["--severity", "high", "-"]].concat(), "The disk is slow.\n");
    let id = opened["id"].as_str().unwrap();
    let known: Value = ticket(&["show", id], "");
    assert_eq!(known["description"], "The disk is slow.");
}

#[test]
fn an_export_has_one_line_per_ticket() {
    let run = run(&["ticket", "export", "--sandbox", "--status", "completed", "--json"]);
    let lines = run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let states: Vec<Value> = lines.map(|ticket| ticket["status_code"].clone()).collect();
    assert!(!states.is_empty() && states.iter().all(|state| *state == 3), "{states:?}");
}

#[test]
fn a_reply_comes_from_standard_input() {
    let run = run_with_input(&["ticket", "reply", "case-1002", "-", "--sandbox", "--json"], "It works again.\n");
    assert_eq!(run.answer()["written"], true);
}

#[cfg(unix)]
#[test]
fn an_export_that_a_signal_ends_leaves_nothing_behind() {
    for signal in ["INT", "TERM", "HUP"] {
        ended_by(signal);
    }
}

#[cfg(unix)]
fn ended_by(signal: &str) {
    let folder = std::env::temp_dir().join(format!("hwc-cli-{signal}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", silent.local_addr().unwrap());
    let output = folder.join("tickets.jsonl");
    let words = ["ticket", "--endpoint", &endpoint, "export", "--out", output.to_str().unwrap()];
    let mut command = hwc(&words);
    command.env("HWC_AUTH_TOKEN", "t").stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let child = command.spawn().unwrap();
    let _connection = silent.accept().unwrap();
    let begun = std::fs::read_dir(&folder).unwrap().count();
    let kill = format!("kill -{signal} {}", child.id());
    assert!(std::process::Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    let run = Run::of(child.wait_with_output().unwrap());
    let left = std::fs::read_dir(&folder).unwrap().count();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!((begun, left), (1, 0), "{signal}");
    assert_eq!(run.failure(), (130, "interrupted".to_owned()), "{signal}");
}
