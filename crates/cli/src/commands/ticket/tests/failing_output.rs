//! Tests of failing output: the outcome of a change must not get lost.

use hwc_api::serde_json::{self, Value};

use super::{Folder, Shop};

/// A command, the commands before it, the expected text, and a member of the expected JSON.
type Change<'a> = (&'a [&'a str], &'a [&'a [&'a str]], &'a str, &'a str);

/// Returns the outcome that a command reports, as text and as JSON.
fn done(words: &[&str], before: &[&[&str]]) -> (String, Value) {
    let shops = [Shop::new(), Shop::new()];
    for words in before {
        shops.iter().for_each(|shop| drop(shop.text(words)));
    }
    let plain = shops[0].with_broken_output(words);
    assert_eq!(plain.failure.unwrap().message(), "the output cannot be written: no storage space", "{words:?}");
    let json = shops[1].with_broken_output(&[words, &["--json"]].concat());
    let line: Value = serde_json::from_str(json.notes.lines().next().unwrap_or_default()).unwrap_or_default();
    (plain.notes, line["done"].clone())
}

#[test]
fn each_command_that_changes_something_says_what_it_did() {
    let folder = Folder::new("broken");
    let (log, down) = (folder.file("a.log", "x"), folder.path("down"));
    std::fs::create_dir(&down).unwrap();
    let open = ["open", "--product", "product-1", "--problem", "Fault", "--region", "cn-north-4", "Slow."];
    let table: [Change<'_>; 16] = [
        (&open, &[], "case-1004: opened, ", "incident_id"),
        (&["reply", "case-1002", "ok"], &[], "message written\n", "message_id"),
        (&["attach", "case-1002", &log], &[], "attached  a.log  ", "uploaded"),
        (&["urge", "case-1003"], &[], "case-1003: asked to hurry\n", "action"),
        (&["cancel", "case-1003"], &[], "case-1003: withdrawn\n", "action"),
        (&["close", "case-1002"], &[], "case-1002: closed\n", "action"),
        (&["delete", "case-1001", "--yes"], &[], "case-1001: deleted\n", "action"),
        (&["rate", "case-1001", "--value", "5"], &[], "case-1001: rated ", "rates"),
        (&["link", "case-1003", "case-1002"], &[], "case-1003: linked to case-1002\n", "added"),
        (&["unlink", "case-1003", "case-1002"], &[&["link", "case-1003", "case-1002"]], "case-1003: no", "removed"),
        (&["label", "case-1003", "urgent"], &[], "case-1003: labelled urgent; new", "created"),
        (&["unlabel", "case-1003", "urgent"], &[&["label", "case-1003", "urgent"]], "case-1003: no longer", "removed"),
        (&["access", "grant", "Auth-100002", "--for", "2h"], &[], "Auth-100002: access granted\n", "action"),
        (&["access", "reject", "Auth-100002", "--reason", "x"], &[], "Auth-100002: access refused\n", "action"),
        (
            &["access", "revoke", "Auth-100002"],
            &[&["access", "grant", "Auth-100002", "--for", "2h"]],
            "Auth-100002: access taken back\n",
            "action",
        ),
        (&["download", "case-1002", "--force", "--output", &down], &[&["attach", "case-1002", &log]], "saved ", "0"),
    ];
    for (words, before, told, member) in table {
        let (notes, json) = done(words, before);
        assert!(notes.starts_with(&format!("done: {told}")), "{words:?}: {notes}");
        let found = json.get(member).or_else(|| json.get(0)?.get("saved"));
        assert!(found.is_some(), "{words:?}: {json}");
    }
}

#[test]
fn what_only_reads_says_nothing_of_the_kind() {
    for words in [&["list"][..], &["show", "case-1001"], &["access", "list"]] {
        assert_eq!(Shop::new().with_broken_output(words).notes, "", "{words:?}");
    }
}
