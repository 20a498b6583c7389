//! Tests of exports: formats, files, resuming.

use std::time::Duration;

use hwc_api::serde_json::{self, Value};

use super::{Harness, NOW, TempDir};

/// Creates a sandbox with a newest ticket in the past, since an export ends before the current second.
fn harness() -> Harness {
    let harness = Harness::new();
    harness.advance_clock(Duration::from_secs(30));
    harness
}

#[test]
fn csv_has_one_row_per_ticket() {
    insta::assert_snapshot!("csv", harness().text(&["export", "--output", "csv"]).replace('\r', ""));
}

#[test]
fn jsonl_has_one_line_per_ticket() {
    let harness = harness();
    let lines = harness.text(&["export", "--since", "7d", "--status", "open"]);
    let tickets: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<&str> = tickets.iter().map(|ticket| ticket["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["case-1002", "case-1003"]);
    assert!(tickets[0]["messages"].is_array());
}

#[test]
fn a_file_appears_when_it_is_complete() {
    let (harness, folder) = (harness(), TempDir::new("whole"));
    let path = folder.path("tickets.jsonl");
    let done = harness.run(&["export", "--since", "7d", "--out", &path]);
    assert_eq!((done.out.as_str(), done.notes), ("", format!("3 tickets written to {path}\n")));
    assert_eq!(folder.read("tickets.jsonl").lines().count(), 3);
    harness.sandbox.inject_fault("osm.ShowCaseDetail=401x9".parse().unwrap());
    assert!(harness.run(&["export", "--out", &path, "--force"]).error.is_some());
    assert_eq!(folder.read("tickets.jsonl").lines().count(), 3, "the old file is unchanged");
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 1, "and nothing else");
}

#[test]
fn an_interrupted_export_resumes_without_duplicates() {
    let (harness, folder) = (harness(), TempDir::new("resume"));
    let (path, state) = (folder.path("tickets.csv"), folder.path("state"));
    let words = ["export", "--output", "csv", "--out", &path, "--resume", &state];
    let whole = harness.text(&["export", "--output", "csv"]);
    harness.sandbox.inject_fault("osm.ListCases=401".parse().unwrap());
    assert!(harness.run(&words).error.is_some());
    assert_eq!(folder.read("tickets.csv").lines().count(), 1, "the headings");
    assert!(harness.run(&words).error.is_none());
    assert_eq!(folder.read("tickets.csv"), whole);
    kill_within(&folder, &whole);
    let done = harness.run(&words);
    assert!(done.error.is_none(), "{done:?}");
    assert_eq!(folder.read("tickets.csv"), whole);
    assert_eq!(harness.run(&words).notes, format!("0 tickets written to {path}\n"), "all was written");
    assert_eq!(folder.read("tickets.csv"), whole);
}

/// Simulates a process that was killed while it wrote the line after case-1001.
fn kill_within(folder: &TempDir, whole: &str) {
    let end = whole.find("case-1002").unwrap();
    folder.file("tickets.csv", &whole[..end + 20]);
    let mut state: Value = serde_json::from_str(&folder.read("state")).unwrap();
    let checkpoint = state["checkpoint"].as_str().unwrap().rsplitn(3, ':').nth(2).unwrap().to_owned();
    state["checkpoint"] = format!("{checkpoint}:{}:case-1001", (NOW.as_secs() - 3 * 86_400) * 1000).into();
    state["bytes"] = end.into();
    state["done"] = false.into();
    folder.file("state", &state.to_string());
}

#[cfg(unix)]
#[test]
fn an_export_follows_symbolic_links() {
    let (harness, folder) = (harness(), TempDir::new("link"));
    let (path, link) = (folder.file("tickets.jsonl", "before"), folder.path("link"));
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert!(harness.run(&["export", "--force", "--out", &link]).error.is_none());
    assert!(folder.read("tickets.jsonl").lines().count() > 3);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
}

/// Tickets are confidential: only the owner can read new files. A replaced file keeps its mode.
#[cfg(unix)]
#[test]
fn exports_are_readable_by_their_owner_alone() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let (harness, folder) = (harness(), TempDir::new("mode"));
    let mode = |path: &str| std::fs::metadata(path).unwrap().mode() & 0o7777;
    let (whole, growing, state) = (folder.path("whole"), folder.path("growing"), folder.path("state"));
    assert!(harness.run(&["export", "--out", &whole]).error.is_none());
    assert!(harness.run(&["export", "--out", &growing, "--resume", &state]).error.is_none());
    assert_eq!([&whole, &growing, &state].map(|path| mode(path)), [0o600; 3]);
    let shared = folder.file("shared", "before");
    std::fs::set_permissions(&shared, PermissionsExt::from_mode(0o664)).unwrap();
    assert!(harness.run(&["export", "--force", "--out", &shared]).error.is_none());
    assert_eq!((mode(&shared), folder.read("shared") == folder.read("whole")), (0o664, true));
}

#[test]
fn an_existing_file_is_replaced_with_force() {
    let (harness, folder) = (harness(), TempDir::new("there"));
    let path = folder.file("tickets.jsonl", "mine");
    let message = harness.error(&["export", "--out", &path]);
    assert_eq!(message, format!("{path} already exists; pass --force to replace it"));
    assert_eq!(folder.read("tickets.jsonl"), "mine");
    assert!(harness.run(&["export", "--since", "7d", "--force", "--out", &path]).error.is_none());
    assert_eq!(folder.read("tickets.jsonl").lines().count(), 3);
}

#[test]
fn a_dash_is_standard_output() {
    let out = harness().text(&["export", "--since", "7d", "--out", "-"]);
    assert_eq!(out.lines().count(), 3);
    assert!(!std::path::Path::new("-").exists());
    let message = harness().error(&["export", "--out", "-", "--resume", "state"]);
    assert_eq!(message, "--resume requires a file for --out");
}

#[test]
fn csv_for_excel_begins_with_a_byte_order_mark() {
    let (harness, folder) = (harness(), TempDir::new("bom"));
    let words = ["export", "--output", "csv", "--since", "7d"];
    let plain = harness.text(&words);
    assert_eq!(harness.text(&[&words[..], &["--bom"]].concat()), format!("\u{feff}{plain}"));
    let (path, state) = (folder.path("tickets.csv"), folder.path("state"));
    for _ in 0..2 {
        let words = [&words[..], &["--bom", "--out", &path, "--resume", &state]].concat();
        assert!(harness.run(&words).error.is_none());
    }
    assert_eq!(folder.read("tickets.csv").matches('\u{feff}').count(), 1, "once, however often it goes on");
    assert_eq!(harness.error(&["export", "--bom"]), "--bom requires --output csv");
}

#[test]
fn text_does_not_control_a_terminal() {
    let harness = harness();
    let open = ["open", "--product", "Elastic Cloud Server", "--problem", "Fault", "--region", "cn-north-4"];
    harness.text(&[&open[..], &["\u{9b}2J\u{202e}slow"]].concat());
    harness.advance_clock(Duration::from_secs(60));
    for format in ["jsonl", "csv"] {
        let words = ["export", "--since", "1h", "--output", format];
        let shown = harness.run_interactive(&words, "").out;
        assert!(!shown.contains(['\u{9b}', '\u{202e}']) && shown.contains("slow"), "{shown}");
        assert!(harness.text(&words).contains("\u{9b}2J\u{202e}slow"), "programs get what there is");
    }
    let shown = harness.run_interactive(&["show", "case-1004", "--json"], "").out;
    assert!(shown.contains("\\u009b2J\\u202eslow"), "{shown}");
}

#[test]
fn two_exports_do_not_write_one_file() {
    let (harness, folder) = (harness(), TempDir::new("lock"));
    let (path, state) = (folder.path("tickets.jsonl"), folder.path("state"));
    let held = std::fs::File::create(&path).unwrap();
    held.lock().unwrap();
    let words = ["export", "--out", &path, "--resume", &state];
    let message = harness.error(&words);
    assert_eq!(message, format!("another export is writing to {path}; wait until it ends"));
    drop(held);
    assert!(harness.run(&words).error.is_none());
}

#[test]
fn contradictory_arguments_are_errors() {
    let (harness, folder) = (harness(), TempDir::new("odd"));
    let (path, state) = (folder.file("tickets.csv", "something else"), folder.path("state"));
    let message = harness.error(&["export", "--out", &path, "--resume", &state]);
    assert_eq!(message, format!("{path} exists, but the state file {state} does not; delete {path} to start again"));
    let message = harness.error(&["export", "--out", &path, "--resume", &path]);
    assert_eq!(message, "--out and --resume name the same file");
    for (output, state) in [("new", "./new"), ("./new", "new"), (&folder.path("new"), &folder.path("x/../new"))] {
        std::fs::create_dir_all(folder.path("x")).unwrap();
        let message = harness.error(&["export", "--out", output, "--resume", state]);
        assert_eq!(message, "--out and --resume name the same file", "{output} {state}");
    }
    folder.file("state", "nonsense");
    let message = harness.error(&["export", "--out", &path, "--resume", &state]);
    assert_eq!(message, format!("{state} is not the state file of an export"));
    folder.file("state", r#"{"checkpoint":null,"bytes":5,"format":"csv","until":0,"done":false}"#);
    let message = harness.error(&["export", "--out", &path, "--resume", &state]);
    assert_eq!(message, "the export was started with another --output format");
    assert_eq!(folder.read("tickets.csv"), "something else");
}

#[test]
fn arguments_must_match_the_state_file() {
    let (harness, folder) = (harness(), TempDir::new("unfit"));
    let (path, state) = (folder.path("tickets.jsonl"), folder.path("state"));
    let words = ["export", "--status", "open", "--out", &path, "--resume", &state];
    assert!(harness.run(&words).error.is_none());
    let other =
        "the export was started with another filter; use the same filter, or delete the state file to start again";
    for more in [&["--search", "disk"][..], &["--status", "completed"]] {
        assert_eq!(harness.error(&[&words[..], more].concat()), other);
    }
    assert_eq!(harness.error(&["export", "--out", &path, "--resume", &state]), other);
    for more in [["--since", "7d"], ["--until", "2025-01-01"]] {
        let message = harness.error(&[&words[..], &more].concat());
        assert!(message.starts_with(&format!("{} contradicts the state file", more[0])), "{message}");
    }
    folder.file("tickets.jsonl", "short");
    assert_eq!(
        harness.error(&words),
        format!("{path} is shorter than its state file records; delete the state file to start again")
    );
}

#[test]
fn a_finished_export_continues_with_new_tickets() {
    let (harness, folder) = (harness(), TempDir::new("daily"));
    let (path, state) = (folder.path("tickets.csv"), folder.path("state"));
    let words = ["export", "--output", "csv", "--since", "7d", "--out", &path, "--resume", &state];
    assert_eq!(harness.run(&words).notes, format!("3 tickets written to {path}\n"));
    let open = ["open", "--product", "Elastic Cloud Server", "--problem", "Fault", "--region", "cn-north-4", "New."];
    harness.text(&open);
    harness.advance_clock(Duration::from_secs(86_400));
    assert_eq!(harness.run(&words).notes, format!("1 ticket written to {path}\n"));
    assert_eq!(harness.run(&words).notes, format!("0 tickets written to {path}\n"));
    let text = folder.read("tickets.csv");
    assert_eq!((text.lines().count(), text.matches("case-1004").count()), (5, 1), "{text}");
}

#[test]
fn invalid_times_are_errors() {
    let message = harness().error(&["export", "--since", "2025-01-01", "--time-zone", "CET"]);
    assert_eq!(message, "unknown time zone `CET`; expected an offset from UTC, as in GMT+8");
    assert!(harness().error(&["export", "--until", "4000000d"]).contains("time out of range"));
}

#[test]
fn unreadable_tickets_are_skipped_on_request() {
    let harness = harness();
    harness.sandbox.inject_fault("osm.ShowCaseDetail=401".parse().unwrap());
    let run = harness.run(&["export", "--since", "7d", "--skip-unreadable"]);
    assert_eq!(run.out.lines().count(), 2);
    assert!(run.notes.starts_with("skipped case-1001: "), "{}", run.notes);
    assert_eq!(run.error.unwrap().message(), "1 ticket skipped");
}
