//! Tests of reading tickets: list, show, follow.

use std::time::Duration;

use hwc_api::serde_json;

use super::Shop;

fn ids(shop: &Shop, words: &[&str]) -> Vec<String> {
    let list = shop.json(&[&["list"], words].concat());
    list.as_array().unwrap().iter().map(|case| case["incident_id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_list_is_whole_away_from_a_terminal_and_cut_at_one() {
    let shop = Shop::new();
    insta::assert_snapshot!("list", shop.text(&["list"]));
    insta::assert_snapshot!("list_at_a_terminal", shop.at_terminal(&["list"], "").out);
}

#[test]
fn states_and_times_choose() {
    let shop = Shop::new();
    assert_eq!(ids(&shop, &["--since", "7d"]), ["case-1003", "case-1002", "case-1001"]);
    assert_eq!(ids(&shop, &["--since", "7d", "--status", "open"]), ["case-1003", "case-1002"]);
    assert_eq!(ids(&shop, &["--since", "7d", "--status", "completed"]), ["case-1001"]);
    assert_eq!(ids(&shop, &["--since", "7d", "--status", "queued,completed"]), ["case-1003", "case-1001"]);
    assert_eq!(ids(&shop, &["--since", "2026-01-01", "--until", "2026-01-04"]), ["case-1001"]);
    assert_eq!(ids(&shop, &["--search", "disk"]), ["case-1002"]);
    let nothing = shop.run(&["list", "--search", "disk", "--status", "completed"]);
    assert_eq!((nothing.out.as_str(), nothing.notes.as_str()), ("", "no tickets\n"));
}

#[test]
fn a_cut_list_says_so() {
    let shop = Shop::new();
    let cut = shop.run(&["list", "--limit", "2", "--json"]);
    assert_eq!(cut.out.matches("\"incident_id\":").count(), 2);
    let told = "only 2 tickets shown; --limit or --all shows more";
    assert_eq!(cut.notes, format!("{{\"note\":{{\"message\":\"{told}\"}}}}\n"));
    assert_eq!(shop.run(&["list", "--all"]).notes, "");
    let open = shop.run(&["list", "--limit", "1", "--status", "open"]);
    assert_eq!(open.notes, "only 1 ticket shown; --limit or --all shows more\n");
}

#[test]
fn a_label_that_nobody_has() {
    let shop = Shop::new();
    let told = shop.failure(&["list", "--label", "no such"]);
    assert!(told.starts_with("there is no label `no such`; there are: "), "{told}");
}

#[test]
fn the_last_of_many_labels_is_found() {
    let shop = Shop::new();
    for label in 0..12 {
        shop.text(&["label", "case-1003", &format!("first-{label}")]);
        shop.text(&["unlabel", "case-1003", &format!("first-{label}")]);
    }
    shop.text(&["label", "case-1003", "zz-last"]);
    assert_eq!(ids(&shop, &["--label", "zz-last"]), ["case-1003"]);
}

#[test]
fn a_zone_that_nobody_knows() {
    let shop = Shop::new();
    for words in [&["list", "--since", "1d"][..], &["list"], &["show", "case-1001"]] {
        let told = shop.failure(&[words, &["--time-zone", "CET"]].concat());
        assert_eq!(told, "time zone `CET` is unknown; expected a distance from UTC, as in GMT+8");
    }
}

#[test]
fn a_ticket_with_all_that_is_on_it() {
    let shop = Shop::new();
    shop.text(&["label", "case-1002", "urgent", "storage"]);
    shop.text(&["link", "case-1002", "case-1001"]);
    shop.pass(Duration::from_secs(7200));
    insta::assert_snapshot!("show", shop.text(&["show", "case-1002"]));
    let json = shop.json(&["show", "case-1002"]);
    assert_eq!(json["ticket"]["incident_id"], "case-1002");
    assert_eq!(json["relations"][0]["case_id"], "case-1001");
    assert_eq!(json["labels"].as_array().unwrap().len(), 2);
    assert_eq!(json["authorizations"][0]["id"], "Auth-100002");
}

#[test]
fn a_ticket_that_is_not_there() {
    let told = Shop::new().failure(&["show", "case-9"]);
    assert!(told.contains("There is no such ticket."), "{told}");
}

#[test]
fn a_finished_ticket_is_followed_to_its_end() {
    let shop = Shop::new();
    let words = ["follow", "case-1001", "--all"];
    let people = shop.run(&words);
    insta::assert_snapshot!("follow", people.out);
    assert_eq!(people.notes, "the ticket is at an end: completed\n");
    let programs = shop.run(&["follow", "case-1001", "--all", "--json"]);
    let count = programs.out.lines().count();
    assert!(count > 0 && programs.out.lines().all(|line| line.starts_with("{\"type\":")), "{}", programs.out);
    assert_eq!(shop.run(&["follow", "case-1001"]).out, "", "nothing is new");
    let first: serde_json::Value = serde_json::from_str(programs.out.lines().next().unwrap()).unwrap();
    let id = first["message_id"].as_str().unwrap();
    assert!(shop.text(&["follow", "case-1001", "--all", "--ids"]).lines().next().unwrap().ends_with(id));
    assert!(shop.text(&["show", "case-1001", "--ids"]).contains(&format!("  {id}\n")));
    let rest = shop.run(&["follow", "case-1001", "--after", id, "--json"]);
    assert_eq!(rest.out.lines().count(), count - 1);
    let unknown = shop.failure(&["follow", "case-1001", "--after", "999"]);
    assert!(unknown.ends_with("message `999` is not on the ticket"), "{unknown}");
}
