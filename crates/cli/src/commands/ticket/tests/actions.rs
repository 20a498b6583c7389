//! Tests of actions: reply, urge, cancel, close, delete, rate, links, labels.

use hwc_api::serde_json::json;

use super::Harness;
use crate::exit::ExitStatus;

#[test]
fn each_action_is_reported_as_text_or_json() {
    let harness = Harness::new();
    assert_eq!(
        harness.text(&["urge", "case-1003", "--reason", "All is down.", "--yes"]),
        "case-1003: engineers urged\n"
    );
    assert_eq!(harness.text(&["cancel", "case-1003", "-y"]), "case-1003: canceled\n");
    let closed = harness.json(&["close", "case-1002", "--comment", "Thank you!", "--yes"]);
    assert_eq!(closed, json!({ "id": "case-1002", "action": "close" }));
    let gone = harness.error(&["close", "case-9", "--yes"]);
    assert!(gone.contains("Ticket not found."), "{gone}");
}

/// The commands whose operation is destructive, according to the catalog.
const DESTRUCTIVE: [&[&str]; 6] = [
    &["urge", "case-1003"],
    &["cancel", "case-1003"],
    &["close", "case-1002"],
    &["delete", "case-1001"],
    &["access", "reject", "Auth-100002", "--reason", "x"],
    &["access", "revoke", "Auth-100002"],
];

#[test]
fn destructive_operations_need_a_confirmation() {
    for words in DESTRUCTIVE {
        let harness = Harness::new();
        let expected = "cannot prompt for confirmation: not a terminal; pass --yes";
        assert_eq!(harness.error(words), expected, "{words:?}");
        let json = harness.run_interactive(&[words, &["-o", "json"]].concat(), "y\n").error.unwrap();
        assert_eq!(json.message(), "cannot prompt for confirmation: an output format is set; pass --yes");
        let declined = harness.run_interactive(words, "n\n");
        assert_eq!(declined.out, "");
        assert_eq!(declined.error.unwrap().exit(), ExitStatus::Declined, "{words:?}");
    }
}

#[test]
fn a_confirmation_names_the_ticket_and_accepts_yes() {
    let harness = Harness::new();
    for reply in ["", "\n", "n\n", "yess\n"] {
        let kept = harness.run_interactive(&["delete", "case-1001"], reply);
        let question = "Delete case-1001? This cannot be undone. [y/N]";
        assert_eq!((kept.out.as_str(), kept.notes.trim_end()), ("", question));
        assert_eq!(kept.error.unwrap().message(), "not confirmed; nothing was changed");
    }
    assert_eq!(harness.run_interactive(&["delete", "case-1001"], "Y\n").out, "case-1001: deleted\n");
    assert_eq!(harness.text(&["cancel", "case-1003", "--yes"]), "case-1003: canceled\n");
    assert_eq!(harness.text(&["delete", "case-1003", "--yes"]), "case-1003: deleted\n");
}

#[test]
fn all_aspects_are_rated() {
    let harness = Harness::new();
    insta::assert_snapshot!("rate", harness.text(&["rate", "case-1001", "--value", "5", "--comment", "Well done."]));
    let shown = harness.json(&["show", "case-1001"]);
    let rates = shown["ratings"].as_array().unwrap().clone();
    assert!(!rates.is_empty() && rates.iter().all(|rate| rate["value"] == 5), "{rates:?}");
}

#[test]
fn links_are_added_and_removed() {
    let harness = Harness::new();
    assert_eq!(
        harness.text(&["link", "case-1003", "case-1001", "case-1002"]),
        "case-1003: linked to case-1001, case-1002\n"
    );
    let again = harness.json(&["link", "case-1003", "case-1002", "case-123"]);
    assert_eq!(again, json!({ "id": "case-1003", "added": ["case-123"], "already": ["case-1002"] }));
    let many = harness.error(&["link", "case-1003", "test-123"]);
    assert!(many.contains("at most 3"), "{many}");
    assert_eq!(harness.text(&["unlink", "case-1003", "case-1001"]), "case-1003: link to case-1001 removed\n");
}

#[test]
fn labels_are_added_and_removed() {
    let harness = Harness::new();
    assert_eq!(
        harness.text(&["label", "case-1003", "urgent", "storage"]),
        "case-1003: added storage, urgent; created in the account: storage, urgent\n"
    );
    assert_eq!(harness.text(&["label", "case-1003", "urgent"]), "case-1003: already present: urgent\n");
    assert_eq!(harness.json(&["list", "--label", "urgent"])[0]["id"], "case-1003");
    assert_eq!(harness.text(&["unlabel", "case-1003", "urgent"]), "case-1003: removed urgent\n");
    let none = harness.error(&["unlabel", "case-1003", "urgent"]);
    assert!(none.contains("the ticket has no label `urgent`; it has storage"), "{none}");
}

#[test]
fn earlier_names_of_commands_still_work() {
    for name in ["urge", "press", "expedite"] {
        assert_eq!(
            Harness::new().text(&[name, "case-1003", "--because", "x", "--yes"]),
            "case-1003: engineers urged\n"
        );
    }
    let harness = Harness::new();
    assert_eq!(harness.text(&["relate", "case-1003", "case-1002"]), "case-1003: linked to case-1002\n");
    assert!(harness.text(&["unrelate", "case-1003", "case-1002"]).starts_with("case-1003: link to"));
    assert!(harness.text(&["score", "case-1001", "--value", "5"]).starts_with("case-1001: rated "));
    assert!(harness.run(&["authorize", "list"]).error.is_none());
}
