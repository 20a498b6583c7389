//! Tests of reading tickets: list, show, follow.

use std::time::Duration;

use hwc_api::serde_json;

use super::Harness;

fn ids(harness: &Harness, words: &[&str]) -> Vec<String> {
    let list = harness.json(&[&["list"], words].concat());
    list.as_array().unwrap().iter().map(|case| case["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_list_is_truncated_only_at_a_terminal() {
    let harness = Harness::new();
    insta::assert_snapshot!("list", harness.text(&["list"]));
    insta::assert_snapshot!("list_at_a_terminal", harness.run_interactive(&["list"], "").out);
}

#[test]
fn states_and_times_filter() {
    let harness = Harness::new();
    assert_eq!(ids(&harness, &["--since", "7d"]), ["case-1003", "case-1002", "case-1001"]);
    assert_eq!(ids(&harness, &["--since", "7d", "--status", "open"]), ["case-1003", "case-1002"]);
    assert_eq!(ids(&harness, &["--since", "7d", "--status", "completed"]), ["case-1001"]);
    assert_eq!(ids(&harness, &["--since", "7d", "--status", "queued,completed"]), ["case-1003", "case-1001"]);
    assert_eq!(ids(&harness, &["--since", "2026-01-01", "--until", "2026-01-04"]), ["case-1001"]);
    assert_eq!(ids(&harness, &["--search", "disk"]), ["case-1002"]);
    let nothing = harness.run(&["list", "--search", "disk", "--status", "completed"]);
    assert_eq!((nothing.out.as_str(), nothing.notes.as_str()), ("", "no tickets\n"));
}

#[test]
fn a_limited_list_prints_a_note() {
    let harness = Harness::new();
    let cut = harness.run(&["list", "--limit", "2", "--json"]);
    assert_eq!(cut.out.matches("\"id\":\"case-").count(), 2);
    let message = "the list is limited to 2 tickets; use --limit or --all for more";
    assert_eq!(cut.notes, format!("{{\"note\":{{\"message\":\"{message}\"}}}}\n"));
    assert_eq!(harness.run(&["list", "--all"]).notes, "");
    let open = harness.run(&["list", "--limit", "1", "--status", "open"]);
    assert_eq!(open.notes, "the list is limited to 1 ticket; use --limit or --all for more\n");
}

#[test]
fn an_unknown_label_is_an_error() {
    let harness = Harness::new();
    let message = harness.error(&["list", "--label", "no such"]);
    assert!(message.starts_with("unknown label `no such`; known labels: "), "{message}");
}

#[test]
fn the_last_of_many_labels_is_found() {
    let harness = Harness::new();
    for label in 0..12 {
        harness.text(&["label", "case-1003", &format!("first-{label}")]);
        harness.text(&["unlabel", "case-1003", &format!("first-{label}")]);
    }
    harness.text(&["label", "case-1003", "zz-last"]);
    assert_eq!(ids(&harness, &["--label", "zz-last"]), ["case-1003"]);
}

#[test]
fn an_unknown_time_zone_is_an_error() {
    let harness = Harness::new();
    for words in [&["list", "--since", "1d"][..], &["list"], &["show", "case-1001"]] {
        let message = harness.error(&[words, &["--time-zone", "CET"]].concat());
        assert_eq!(message, "unknown time zone `CET`; expected an offset from UTC, as in GMT+8");
    }
}

#[test]
fn a_ticket_is_shown_with_all_details() {
    let harness = Harness::new();
    harness.text(&["label", "case-1002", "urgent", "storage"]);
    harness.text(&["link", "case-1002", "case-1001"]);
    harness.advance_clock(Duration::from_secs(7200));
    insta::assert_snapshot!("show", harness.text(&["show", "case-1002"]));
    let json = harness.json(&["show", "case-1002"]);
    assert_eq!(json["id"], "case-1002");
    assert_eq!(json["links"][0]["id"], "case-1001");
    assert_eq!(json["labels"].as_array().unwrap().len(), 2);
    assert_eq!(json["access"][0]["id"], "Auth-100002");
}

#[test]
fn an_unknown_ticket_is_an_error() {
    let message = Harness::new().error(&["show", "case-9"]);
    assert!(message.contains("Ticket not found."), "{message}");
}

#[test]
fn a_finished_ticket_is_followed_to_its_end() {
    let harness = Harness::new();
    let words = ["follow", "case-1001", "--all"];
    let people = harness.run(&words);
    insta::assert_snapshot!("follow", people.out);
    assert_eq!(people.notes, "the ticket is in the final state completed\n");
    let programs = harness.run(&["follow", "case-1001", "--all", "--json"]);
    let count = programs.out.lines().count();
    assert!(count > 0 && programs.out.lines().all(|line| line.starts_with("{\"id\":")), "{}", programs.out);
    assert_eq!(harness.run(&["follow", "case-1001"]).out, "", "nothing is new");
    let first: serde_json::Value = serde_json::from_str(programs.out.lines().next().unwrap()).unwrap();
    let id = first["id"].as_str().unwrap();
    assert!(harness.text(&["follow", "case-1001", "--all", "--ids"]).lines().next().unwrap().ends_with(id));
    assert!(harness.text(&["show", "case-1001", "--ids"]).contains(&format!("  {id}\n")));
    let rest = harness.run(&["follow", "case-1001", "--after", id, "--json"]);
    assert_eq!(rest.out.lines().count(), count - 1);
    let unknown = harness.error(&["follow", "case-1001", "--after", "999"]);
    assert!(unknown.ends_with("message `999` is not on the ticket"), "{unknown}");
}

#[test]
fn synonyms_are_understood() {
    let harness = Harness::new();
    for (words, same) in [(["ls", "--all"], ["list", "--all"]), (["view", "case-1001"], ["show", "case-1001"])] {
        assert_eq!(harness.text(&words), harness.text(&same), "{words:?}");
    }
    assert_eq!(harness.text(&["comment", "case-1002", "ok"]), harness.text(&["reply", "case-1002", "ok"]));
    assert_eq!(harness.text(&["watch", "case-1001", "--all"]), harness.text(&["follow", "case-1001", "--all"]));
}

#[test]
fn ages_and_first_responses_are_columns() {
    let harness = Harness::new();
    harness.advance_clock(Duration::from_secs(7200));
    insta::assert_snapshot!("list_sla", harness.text(&["list", "--sla", "--since", "7d"]));
    let tickets = harness.json(&["list", "--sla", "--since", "7d"]);
    for ticket in tickets.as_array().unwrap() {
        assert!(ticket["age_seconds"].as_i64().unwrap() >= 7200, "{ticket}");
    }
    assert!(tickets.as_array().unwrap().iter().any(|ticket| ticket["first_response_seconds"].is_i64()), "{tickets}");
    assert!(harness.json(&["list"])[0]["age_seconds"].is_null());
}

#[cfg(unix)]
#[test]
fn a_command_runs_for_each_message() {
    let (harness, folder) = (Harness::new(), super::TempDir::new("exec"));
    let log = folder.path("log");
    let command = format!("{{ printf '%s %s ' \"$HWC_TICKET_ID\" \"$HWC_MESSAGE_BY\"; cat; echo; }} >> {log}");
    let run = harness.run(&["follow", "case-1001", "--all", "--json", "--exec", &command]);
    assert!(run.error.is_none(), "{run:?}");
    let lines: Vec<String> = folder.read("log").lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), run.out.lines().count());
    for (line, message) in lines.iter().zip(run.out.lines()) {
        assert!(line.starts_with("case-1001 ") && line.ends_with(message), "{line}");
    }
    let failing = harness.run(&["follow", "case-1001", "--all", "--exec", "exit 3"]);
    assert!(failing.error.is_none() && failing.notes.contains("--exec: the command ended with "), "{failing:?}");
}

#[test]
fn a_text_needs_an_argument_or_an_editor() {
    let message = Harness::new().error(&["reply", "case-1002"]);
    assert_eq!(message, "missing text; cannot open an editor: not a terminal; pass it, or - for stdin");
}
