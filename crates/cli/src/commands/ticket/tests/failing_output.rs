//! Tests of failing output: the outcome of a change must not get lost.

use hwc_api::serde_json::{self, Value};

use super::{Harness, TempDir};

/// A command, the commands before it, the expected text, and a member of the expected JSON.
type Change<'a> = (&'a [&'a str], &'a [&'a [&'a str]], &'a str, &'a str);

/// Returns the outcome that a command reports, as text and as JSON.
fn done(words: &[&str], before: &[&[&str]]) -> (String, Value) {
    let harnesses = [Harness::new(), Harness::new()];
    for words in before {
        harnesses.iter().for_each(|harness| drop(harness.text(words)));
    }
    let plain = harnesses[0].run_with_full_disk(words);
    assert_eq!(plain.error.unwrap().message(), "cannot write the output: no storage space", "{words:?}");
    let json = harnesses[1].run_with_full_disk(&[words, &["--json"]].concat());
    let line: Value = serde_json::from_str(json.notes.lines().next().unwrap_or_default()).unwrap_or_default();
    (plain.notes, line["done"].clone())
}

#[test]
fn each_change_is_reported_on_standard_error() {
    let folder = TempDir::new("broken");
    let (log, down) = (folder.file("a.log", "x"), folder.path("down"));
    std::fs::create_dir(&down).unwrap();
    let open = ["open", "--product", "product-1", "--problem", "Fault", "--region", "cn-north-4", "Slow."];
    let table: [Change<'_>; 16] = [
        (&open, &[], "case-1004: opened, ", "id"),
        (&["reply", "case-1002", "ok"], &[], "message written\n", "message_id"),
        (&["attach", "case-1002", &log], &[], "attached  a.log  ", "uploaded"),
        (&["urge", "case-1003", "--yes"], &[], "case-1003: engineers urged\n", "action"),
        (&["cancel", "case-1003", "--yes"], &[], "case-1003: canceled\n", "action"),
        (&["close", "case-1002", "--yes"], &[], "case-1002: closed\n", "action"),
        (&["delete", "case-1001", "--yes"], &[], "case-1001: deleted\n", "action"),
        (&["rate", "case-1001", "--value", "5"], &[], "case-1001: rated ", "ratings"),
        (&["link", "case-1003", "case-1002"], &[], "case-1003: linked to case-1002\n", "added"),
        (
            &["unlink", "case-1003", "case-1002"],
            &[&["link", "case-1003", "case-1002"]],
            "case-1003: link to case-1002 removed\n",
            "removed",
        ),
        (&["label", "case-1003", "urgent"], &[], "case-1003: added urgent; created", "created"),
        (
            &["unlabel", "case-1003", "urgent"],
            &[&["label", "case-1003", "urgent"]],
            "case-1003: removed urgent\n",
            "removed",
        ),
        (&["access", "grant", "Auth-100002", "--for", "2h"], &[], "Auth-100002: access granted\n", "action"),
        (
            &["access", "reject", "Auth-100002", "--reason", "x", "--yes"],
            &[],
            "Auth-100002: access rejected\n",
            "action",
        ),
        (
            &["access", "revoke", "Auth-100002", "--yes"],
            &[&["access", "grant", "Auth-100002", "--for", "2h"]],
            "Auth-100002: access revoked\n",
            "action",
        ),
        (&["download", "case-1002", "--force", "--out", &down], &[&["attach", "case-1002", &log]], "saved ", "0"),
    ];
    for (words, before, message, member) in table {
        let (notes, json) = done(words, before);
        assert!(notes.starts_with(&format!("done: {message}")), "{words:?}: {notes}");
        let found = json.get(member).or_else(|| json.get(0)?.get("path"));
        assert!(found.is_some(), "{words:?}: {json}");
    }
}

#[test]
fn commands_that_only_read_report_nothing() {
    for words in [&["list"][..], &["show", "case-1001"], &["access", "list"]] {
        assert_eq!(Harness::new().run_with_full_disk(words).notes, "", "{words:?}");
    }
}
