//! Tests of exports: formats, files, resuming.

use std::time::Duration;

use hwc_api::serde_json::{self, Value};

use super::{Folder, NOW, Shop};

/// Creates a sandbox with a newest ticket in the past, since an export ends before the current second.
fn shop() -> Shop {
    let shop = Shop::new();
    shop.pass(Duration::from_secs(30));
    shop
}

#[test]
fn a_table_for_spreadsheets() {
    insta::assert_snapshot!("csv", shop().text(&["export", "--format", "csv"]).replace('\r', ""));
}

#[test]
fn a_line_for_each_ticket() {
    let shop = shop();
    let lines = shop.text(&["export", "--since", "7d", "--status", "open"]);
    let tickets: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<&str> = tickets.iter().map(|ticket| ticket["case"]["incident_id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["case-1002", "case-1003"]);
    assert!(tickets[0]["detail"]["message_list"].is_array());
}

#[test]
fn a_file_is_there_when_it_is_complete() {
    let (shop, folder) = (shop(), Folder::new("whole"));
    let path = folder.path("tickets.jsonl");
    let done = shop.run(&["export", "--since", "7d", "--output", &path]);
    assert_eq!((done.out.as_str(), done.notes), ("", format!("3 tickets written to {path}\n")));
    assert_eq!(folder.read("tickets.jsonl").lines().count(), 3);
    shop.sandbox.inject_fault("osm.ShowCaseDetail=401x9".parse().unwrap());
    assert!(shop.run(&["export", "--output", &path, "--force"]).failure.is_some());
    assert_eq!(folder.read("tickets.jsonl").lines().count(), 3, "what was there is still there");
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 1, "and nothing else");
}

#[test]
fn an_export_that_broke_off_goes_on_and_repeats_nothing() {
    let (shop, folder) = (shop(), Folder::new("resume"));
    let (path, state) = (folder.path("tickets.csv"), folder.path("state"));
    let words = ["export", "--format", "csv", "--output", &path, "--resume", &state];
    let whole = shop.text(&["export", "--format", "csv"]);
    shop.sandbox.inject_fault("osm.ListCases=401".parse().unwrap());
    assert!(shop.run(&words).failure.is_some());
    assert_eq!(folder.read("tickets.csv").lines().count(), 1, "the headings");
    assert!(shop.run(&words).failure.is_none());
    assert_eq!(folder.read("tickets.csv"), whole);
    kill_within(&folder, &whole);
    let done = shop.run(&words);
    assert!(done.failure.is_none(), "{done:?}");
    assert_eq!(folder.read("tickets.csv"), whole);
    assert_eq!(shop.run(&words).notes, format!("0 tickets written to {path}\n"), "all was written");
    assert_eq!(folder.read("tickets.csv"), whole);
}

/// Simulates a process that was killed while it wrote the line after case-1001.
fn kill_within(folder: &Folder, whole: &str) {
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
fn an_export_goes_where_a_link_leads() {
    let (shop, folder) = (shop(), Folder::new("link"));
    let (path, link) = (folder.file("tickets.jsonl", "before"), folder.path("link"));
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert!(shop.run(&["export", "--force", "--output", &link]).failure.is_none());
    assert!(folder.read("tickets.jsonl").lines().count() > 3);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
}

/// Tickets are confidential: only the owner can read new files. A replaced file keeps its mode.
#[cfg(unix)]
#[test]
fn an_export_is_as_private_as_it_should_be() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let (shop, folder) = (shop(), Folder::new("mode"));
    let mode = |path: &str| std::fs::metadata(path).unwrap().mode() & 0o7777;
    let (whole, growing, state) = (folder.path("whole"), folder.path("growing"), folder.path("state"));
    assert!(shop.run(&["export", "--output", &whole]).failure.is_none());
    assert!(shop.run(&["export", "--output", &growing, "--resume", &state]).failure.is_none());
    assert_eq!([&whole, &growing, &state].map(|path| mode(path)), [0o600; 3]);
    let shared = folder.file("shared", "before");
    std::fs::set_permissions(&shared, PermissionsExt::from_mode(0o664)).unwrap();
    assert!(shop.run(&["export", "--force", "--output", &shared]).failure.is_none());
    assert_eq!((mode(&shared), folder.read("shared") == folder.read("whole")), (0o664, true));
}

#[test]
fn a_file_that_is_there_is_replaced_if_wished() {
    let (shop, folder) = (shop(), Folder::new("there"));
    let path = folder.file("tickets.jsonl", "mine");
    let told = shop.failure(&["export", "--output", &path]);
    assert_eq!(told, format!("{path} is there already; --force replaces it"));
    assert_eq!(folder.read("tickets.jsonl"), "mine");
    assert!(shop.run(&["export", "--since", "7d", "--force", "--output", &path]).failure.is_none());
    assert_eq!(folder.read("tickets.jsonl").lines().count(), 3);
}

#[test]
fn a_dash_is_standard_output() {
    let out = shop().text(&["export", "--since", "7d", "--output", "-"]);
    assert_eq!(out.lines().count(), 3);
    assert!(!std::path::Path::new("-").exists());
    let told = shop().failure(&["export", "--output", "-", "--resume", "state"]);
    assert_eq!(told, "--resume needs a file as --output");
}

#[test]
fn a_table_for_excel_begins_with_a_mark() {
    let (shop, folder) = (shop(), Folder::new("bom"));
    let words = ["export", "--format", "csv", "--since", "7d"];
    let plain = shop.text(&words);
    assert_eq!(shop.text(&[&words[..], &["--bom"]].concat()), format!("\u{feff}{plain}"));
    let (path, state) = (folder.path("tickets.csv"), folder.path("state"));
    for _ in 0..2 {
        let words = [&words[..], &["--bom", "--output", &path, "--resume", &state]].concat();
        assert!(shop.run(&words).failure.is_none());
    }
    assert_eq!(folder.read("tickets.csv").matches('\u{feff}').count(), 1, "once, however often it goes on");
    assert_eq!(shop.failure(&["export", "--bom"]), "--bom is for --format csv");
}

#[test]
fn what_goes_to_a_terminal_does_not_command_it() {
    let shop = shop();
    let open = ["open", "--product", "Elastic Cloud Server", "--problem", "Fault", "--region", "cn-north-4"];
    shop.text(&[&open[..], &["\u{9b}2J\u{202e}slow"]].concat());
    shop.pass(Duration::from_secs(60));
    for format in ["jsonl", "csv"] {
        let words = ["export", "--since", "1h", "--format", format];
        let shown = shop.at_terminal(&words, "").out;
        assert!(!shown.contains(['\u{9b}', '\u{202e}']) && shown.contains("slow"), "{shown}");
        assert!(shop.text(&words).contains("\u{9b}2J\u{202e}slow"), "programs get what there is");
    }
    let shown = shop.at_terminal(&["show", "case-1004", "--json"], "").out;
    assert!(shown.contains("\\u009b2J\\u202eslow"), "{shown}");
}

#[test]
fn two_exports_do_not_write_one_file() {
    let (shop, folder) = (shop(), Folder::new("lock"));
    let (path, state) = (folder.path("tickets.jsonl"), folder.path("state"));
    let held = std::fs::File::create(&path).unwrap();
    held.lock().unwrap();
    let words = ["export", "--output", &path, "--resume", &state];
    let told = shop.failure(&words);
    assert_eq!(told, format!("another export is writing {path}: wait until it has ended"));
    drop(held);
    assert!(shop.run(&words).failure.is_none());
}

#[test]
fn what_does_not_go_together() {
    let (shop, folder) = (shop(), Folder::new("odd"));
    let (path, state) = (folder.file("tickets.csv", "something else"), folder.path("state"));
    let told = shop.failure(&["export", "--output", &path, "--resume", &state]);
    assert_eq!(told, format!("{path} is there, but {state} is not: remove it to begin anew"));
    let told = shop.failure(&["export", "--output", &path, "--resume", &path]);
    assert_eq!(told, "--output and --resume name the same file");
    for (output, state) in [("new", "./new"), ("./new", "new"), (&folder.path("new"), &folder.path("x/../new"))] {
        std::fs::create_dir_all(folder.path("x")).unwrap();
        let told = shop.failure(&["export", "--output", output, "--resume", state]);
        assert_eq!(told, "--output and --resume name the same file", "{output} {state}");
    }
    folder.file("state", "nonsense");
    let told = shop.failure(&["export", "--output", &path, "--resume", &state]);
    assert_eq!(told, format!("{state} is no state of an export"));
    folder.file("state", r#"{"checkpoint":null,"bytes":5,"format":"csv","until":0,"done":false}"#);
    let told = shop.failure(&["export", "--output", &path, "--resume", &state]);
    assert_eq!(told, "the export was begun in another format");
    assert_eq!(folder.read("tickets.csv"), "something else");
}

#[test]
fn what_does_not_fit_the_state() {
    let (shop, folder) = (shop(), Folder::new("unfit"));
    let (path, state) = (folder.path("tickets.jsonl"), folder.path("state"));
    let words = ["export", "--status", "open", "--output", &path, "--resume", &state];
    assert!(shop.run(&words).failure.is_none());
    let other = "the export was begun with another filter: use the same one, or remove the state to begin anew";
    for more in [&["--search", "disk"][..], &["--status", "completed"]] {
        assert_eq!(shop.failure(&[&words[..], more].concat()), other);
    }
    assert_eq!(shop.failure(&["export", "--output", &path, "--resume", &state]), other);
    for more in [["--since", "7d"], ["--until", "2025-01-01"]] {
        let told = shop.failure(&[&words[..], &more].concat());
        assert!(told.starts_with(&format!("{} contradicts the state", more[0])), "{told}");
    }
    folder.file("tickets.jsonl", "short");
    assert_eq!(shop.failure(&words), format!("{path} is shorter than it was: remove the state to begin anew"));
}

#[test]
fn a_finished_export_goes_on_with_what_was_opened_since() {
    let (shop, folder) = (shop(), Folder::new("daily"));
    let (path, state) = (folder.path("tickets.csv"), folder.path("state"));
    let words = ["export", "--format", "csv", "--since", "7d", "--output", &path, "--resume", &state];
    assert_eq!(shop.run(&words).notes, format!("3 tickets written to {path}\n"));
    let open = ["open", "--product", "Elastic Cloud Server", "--problem", "Fault", "--region", "cn-north-4", "New."];
    shop.text(&open);
    shop.pass(Duration::from_secs(86_400));
    assert_eq!(shop.run(&words).notes, format!("1 ticket written to {path}\n"));
    assert_eq!(shop.run(&words).notes, format!("0 tickets written to {path}\n"));
    let text = folder.read("tickets.csv");
    assert_eq!((text.lines().count(), text.matches("case-1004").count()), (5, 1), "{text}");
}

#[test]
fn bounds_that_cannot_be_computed_are_never_left_out() {
    let told = shop().failure(&["export", "--since", "2025-01-01", "--time-zone", "CET"]);
    assert_eq!(told, "time zone `CET` is unknown; expected a distance from UTC, as in GMT+8");
    assert!(shop().failure(&["export", "--until", "4000000d"]).contains("too far away"));
}

#[test]
fn tickets_that_cannot_be_read_are_left_out_if_wished() {
    let shop = shop();
    shop.sandbox.inject_fault("osm.ShowCaseDetail=401".parse().unwrap());
    let run = shop.run(&["export", "--since", "7d", "--skip-unreadable"]);
    assert_eq!(run.out.lines().count(), 2);
    assert!(run.notes.starts_with("case-1001 left out: "), "{}", run.notes);
    assert_eq!(run.failure.unwrap().message(), "1 ticket left out");
}
