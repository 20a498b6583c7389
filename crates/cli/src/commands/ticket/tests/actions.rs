//! Tests of actions: reply, urge, cancel, close, delete, rate, links, labels.

use super::Shop;
use hwc_api::serde_json::json;

#[test]
fn each_act_is_told_in_words_or_as_json() {
    let shop = Shop::new();
    assert_eq!(shop.text(&["urge", "case-1003", "--reason", "All is down."]), "case-1003: asked to hurry\n");
    assert_eq!(shop.text(&["cancel", "case-1003"]), "case-1003: withdrawn\n");
    let closed = shop.json(&["close", "case-1002", "--comment", "Thank you!"]);
    assert_eq!(closed, json!({ "case_id": "case-1002", "action": "close" }));
    let gone = shop.failure(&["close", "case-9"]);
    assert!(gone.contains("There is no such ticket."), "{gone}");
}

#[test]
fn deleting_needs_a_yes() {
    let shop = Shop::new();
    assert_eq!(shop.failure(&["delete", "case-1001"]), "cannot prompt for confirmation; pass --yes to delete");
    for answer in ["", "\n", "n\n", "yess\n"] {
        let kept = shop.at_terminal(&["delete", "case-1001"], answer);
        assert_eq!((kept.out.as_str(), kept.notes.trim_end()), ("", "Delete case-1001 for good? [y/N]"));
        assert_eq!(kept.failure.unwrap().message(), "nothing was deleted");
    }
    assert_eq!(shop.at_terminal(&["delete", "case-1001"], "Y\n").out, "case-1001: deleted\n");
    assert_eq!(shop.text(&["cancel", "case-1003"]), "case-1003: withdrawn\n");
    assert_eq!(shop.text(&["delete", "case-1003", "--yes"]), "case-1003: deleted\n");
}

#[test]
fn work_is_rated_aspect_by_aspect() {
    let shop = Shop::new();
    insta::assert_snapshot!("score", shop.text(&["rate", "case-1001", "--value", "5", "--comment", "Well done."]));
    let shown = shop.json(&["show", "case-1001"]);
    let rates = shown["ticket"]["incident_satisfaction"].as_array().unwrap().clone();
    assert!(!rates.is_empty() && rates.iter().all(|rate| rate["satisfaction_value"] == 5), "{rates:?}");
}

#[test]
fn links_come_and_go() {
    let shop = Shop::new();
    assert_eq!(
        shop.text(&["link", "case-1003", "case-1001", "case-1002"]),
        "case-1003: linked to case-1001, case-1002\n"
    );
    let again = shop.json(&["link", "case-1003", "case-1002", "case-123"]);
    assert_eq!(again, json!({ "case_id": "case-1003", "added": ["case-123"], "already": ["case-1002"] }));
    let many = shop.failure(&["link", "case-1003", "test-123"]);
    assert!(many.contains("at most 3"), "{many}");
    assert_eq!(shop.text(&["unlink", "case-1003", "case-1001"]), "case-1003: no longer linked to case-1001\n");
}

#[test]
fn labels_come_and_go() {
    let shop = Shop::new();
    assert_eq!(
        shop.text(&["label", "case-1003", "urgent", "storage"]),
        "case-1003: labelled storage, urgent; new in the account: storage, urgent\n"
    );
    assert_eq!(shop.text(&["label", "case-1003", "urgent"]), "case-1003: had already urgent\n");
    assert_eq!(shop.json(&["list", "--label", "urgent"])[0]["incident_id"], "case-1003");
    assert_eq!(shop.text(&["unlabel", "case-1003", "urgent"]), "case-1003: no longer labelled urgent\n");
    let none = shop.failure(&["unlabel", "case-1003", "urgent"]);
    assert!(none.contains("the ticket has no label `urgent`; it has storage"), "{none}");
}

#[test]
fn earlier_names_of_commands_still_work() {
    for name in ["urge", "press", "expedite"] {
        assert_eq!(Shop::new().text(&[name, "case-1003", "--because", "x"]), "case-1003: asked to hurry\n");
    }
    let shop = Shop::new();
    assert_eq!(shop.text(&["relate", "case-1003", "case-1002"]), "case-1003: linked to case-1002\n");
    assert!(shop.text(&["unrelate", "case-1003", "case-1002"]).starts_with("case-1003: no longer linked"));
    assert!(shop.text(&["score", "case-1001", "--value", "5"]).starts_with("case-1001: rated "));
    assert!(shop.run(&["authorize", "list"]).failure.is_none());
}
