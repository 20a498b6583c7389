//! Tests of files: attach, reply, download.

#[cfg(target_os = "linux")]
use std::ffi::OsStr;
use std::path::Path;

use hwc_api::serde_json::json;

use super::{Harness, TempDir};

#[test]
fn files_are_attached_and_downloaded() {
    let (harness, folder) = (Harness::new(), TempDir::new("round"));
    let (a, b) = (folder.file("a.log", "The disk is slow."), folder.file("b.log", "Very slow."));
    let attached = harness.json(&["attach", "case-1002", &a, &b, "-m", "Two logs."]);
    assert_eq!((&attached["written"], &attached["failed"]), (&json!(true), &json!([])));
    assert_eq!(attached["uploaded"][1]["name"], "b.log");

    let target = folder.path("new/down");
    let saved = harness.text(&["download", "case-1002", "--out", &target]);
    let [a, b] = ["a.log", "b.log"].map(|name| Path::new(&target).join(name).display().to_string());
    assert_eq!(saved, format!("saved   {a}  17 bytes\nsaved   {b}  10 bytes\n"));
    assert_eq!(folder.read("new/down/a.log"), "The disk is slow.");

    folder.file("new/down/a.log", "mine");
    let again = harness.run(&["download", "case-1002", "a.log", "--out", &target]);
    let why = format!("{a} already exists; pass --force to replace it");
    assert_eq!(again.out, format!("failed  {a}  {why}\n"));
    assert_eq!(again.error.unwrap().message(), format!("1 of 1 attachment not saved: {why}"));
    assert_eq!(folder.read("new/down/a.log"), "mine");
    let forced = harness.json(&["download", "case-1002", "a.log", "--force", "--out", &target]);
    assert_eq!(forced[0]["bytes"], 17);
    assert_eq!(folder.read("new/down/a.log"), "The disk is slow.");
}

#[test]
fn two_attachments_of_one_name_are_two_files() {
    let (harness, folder) = (Harness::new(), TempDir::new("twins"));
    let file = folder.file("a.log", "one");
    harness.text(&["attach", "case-1002", &file]);
    folder.file("a.log", "two");
    harness.text(&["attach", "case-1002", &file]);
    let target = folder.path("down");
    std::fs::create_dir(&target).unwrap();
    harness.text(&["download", "case-1002", "--out", &target]);
    assert_eq!(std::fs::read_dir(&target).unwrap().count(), 2);
}

#[test]
fn unreadable_files_are_reported_before_anything_is_sent() {
    let (harness, folder) = (Harness::new(), TempDir::new("wrong"));
    let file = folder.file("a.log", "one");
    let message = harness.error(&["attach", "case-1002", &file, "/no/such.log"]);
    assert!(message.contains("files[\"such.log\"] cannot be read: "), "{message}");
    let none = harness.run(&["download", "case-1002"]);
    assert_eq!((none.out.as_str(), none.notes.as_str()), ("", "no attachments\n"));
}

#[test]
fn one_failed_upload_fails_the_command() {
    let (harness, folder) = (Harness::new(), TempDir::new("half"));
    let (a, b) = (folder.file("a.log", "one"), folder.file("b.log", "two"));
    harness.sandbox.inject_fault("osm.UploadAccessory=500".parse().unwrap());
    let half = harness.run(&["attach", "case-1002", &a, &b]);
    assert!(half.out.starts_with("attached  ") && half.out.contains("\nfailed    "), "{}", half.out);
    assert!(half.out.ends_with("message written\n"), "{}", half.out);
    let message = half.error.unwrap().message();
    assert!(message.starts_with("1 of 2 files not attached: "), "{message}");
}

#[test]
fn replies_come_from_the_command_line_or_the_input() {
    let harness = Harness::new();
    assert_eq!(harness.text(&["reply", "case-1002", "It works again."]), "message written\n");
    assert_eq!(harness.run_interactive(&["reply", "case-1002", "-"], "Really.\nIt does.\n").out, "message written\n");
    let shown = harness.text(&["show", "case-1002"]);
    assert!(shown.contains("\n    It works again.\n") && shown.contains("\n    Really.\n    It does.\n"), "{shown}");
    assert_eq!(harness.error(&["reply", "case-1002", "-"]), "the message is empty");
}

#[test]
fn texts_may_begin_with_a_dash_and_lose_their_byte_order_mark() {
    let harness = Harness::new();
    assert_eq!(harness.text(&["reply", "case-1002", "- one\n- two"]), "message written\n");
    assert_eq!(harness.run_interactive(&["reply", "case-1002", "-"], "\u{feff}- three\n").out, "message written\n");
    let shown = harness.text(&["show", "case-1002"]);
    assert!(shown.contains("\n    - one\n    - two\n") && shown.contains("\n    - three\n"), "{shown}");
    assert_eq!(harness.text(&["label", "case-1002", "-urgent"]).split(';').next(), Some("case-1002: added -urgent"));
    assert_eq!(harness.text(&["close", "case-1002", "--comment", "-ok", "--yes"]), "case-1002: closed\n");
}

#[test]
fn many_files_and_files_of_one_name_are_attached() {
    let (harness, folder) = (Harness::new(), TempDir::new("many"));
    for name in ["x", "y"] {
        std::fs::create_dir(folder.path(name)).unwrap();
    }
    let mut words = vec!["attach".to_owned(), "case-1002".to_owned()];
    words.extend((0..4).map(|number| folder.file(&format!("{number}.log"), "x")));
    words.extend([folder.file("x/a.log", "one"), folder.file("y/a.log", "two")]);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let message = harness.text(&words);
    assert!(
        message.contains("  x/a.log  ") && message.contains("  y/a.log  ") && message.contains("  0.log  "),
        "{message}"
    );
    assert!(message.ends_with("2 messages written\n"), "{message}");
    harness.sandbox.inject_fault("osm.UploadAccessory=500".parse().unwrap());
    let half = harness.run(&[&words[..2], &words[6..]].concat());
    // Both are sent at once, so that either may be the one that fails.
    let failed = ["x", "y"].map(|folder| half.out.contains(&format!("failed    {folder}/a.log  ")));
    assert!(failed[0] != failed[1], "{}", half.out);
    let missing = [folder.path("x/none.log"), folder.path("y/none.log")];
    let message = harness.error(&["attach", "case-1002", &missing[0], &missing[1]]);
    assert!(
        message.contains("files[\"x/none.log\"] cannot") && message.contains("files[\"y/none.log\"] cannot"),
        "{message}"
    );
}

#[test]
fn an_unknown_attachment_is_an_error() {
    let message = Harness::new().error(&["download", "case-1002", "x.log", "y.log"]);
    assert_eq!(message, "the ticket has no attachment `x.log`, `y.log`; it has none");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_with_a_name_that_is_not_utf_8_is_attached() {
    use std::os::unix::ffi::OsStrExt;
    let (harness, folder) = (Harness::new(), TempDir::new("not-utf-8"));
    let path = folder.0.join(std::ffi::OsStr::from_bytes(b"a\xff.log"));
    std::fs::write(&path, "the right one").unwrap();
    folder.file("a\u{fffd}.log", "another one");
    let words = [OsStr::new("attach"), OsStr::new("case-1002"), path.as_os_str()];
    assert!(harness.run_os(&words).error.is_none());
    harness.text(&["download", "case-1002", "--out", &folder.path("down")]);
    assert_eq!(folder.read("down/a\u{fffd}.log"), "the right one");
}

/// JSON cannot represent the path, so nothing is saved.
#[cfg(target_os = "linux")]
#[test]
fn a_path_that_json_cannot_represent_is_an_error() {
    use std::os::unix::ffi::OsStrExt;
    let (harness, folder) = (Harness::new(), TempDir::new("bad-output"));
    let path = folder.0.join(OsStr::from_bytes(b"a\xff"));
    for command in [&["download", "case-1002"][..], &["export"]] {
        let words = command.iter().map(OsStr::new).chain([OsStr::new("--json"), OsStr::new("--out"), path.as_os_str()]);
        let message = harness.run_os(&words.collect::<Vec<_>>()).error.unwrap().message();
        assert!(message.ends_with("in JSON: it is not UTF-8"), "{message}");
    }
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 0);
    let words = ["download", "case-1002", "--out"].map(OsStr::new);
    assert!(harness.run_os(&[&words[..], &[path.as_os_str()]].concat()).error.is_none(), "text can represent it");
}
