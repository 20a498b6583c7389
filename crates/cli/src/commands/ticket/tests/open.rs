//! Tests of opening tickets and prompting for missing input.

use super::{Harness, TempDir};

const DISK: &str = "The disk is slow.";

#[test]
fn complete_arguments_open_a_ticket() {
    let (harness, folder) = (Harness::new(), TempDir::new("open"));
    let log = folder.file("a.log", "x");
    let words = ["open", "--product", "Elastic Cloud Server", "--problem", "Fault", "--region", "cn-north-4"];
    let more = ["--severity", "high", "--mail", "ada@example.com", "--phone", "86-13800000000", "--attach", &log, DISK];
    insta::assert_snapshot!("open", harness.text(&[&words[..], &more].concat()));
    insta::assert_snapshot!("open_then_show", harness.text(&["show", "case-1004"]));
    let json = harness.json(&[&words[..], &[DISK]].concat());
    assert_eq!((json["id"].as_str(), &json["problem"]), (Some("case-1005"), &"Fault".into()));
}

#[test]
fn missing_input_is_prompted_for_at_a_terminal() {
    let harness = Harness::new();
    let asked = harness.run_interactive(&["open"], "The disk is slow.\n99\n1\n1\ncn-north-4\n");
    insta::assert_snapshot!("prompts", format!("{}--\n{}", asked.notes, asked.out));
    assert!(asked.error.is_none(), "{asked:?}");
}

const SAID: [&str; 3] = ["open", "--severity", "high"];

#[test]
fn an_invalid_reply_is_reported_before_the_next_prompt() {
    let harness = Harness::new();
    let words = ["open", "--product", "Elastc Cloud Server", "--region", "cn-nroth-4"];
    let asked = harness.run_interactive(&words, "Elastic Cloud Server\nCN-NORTH-4\n\nThe disk is slow.\nfoo\nFault\n");
    assert!(asked.error.is_none(), "{asked:?}");
    let places = [
        "product `Elastc Cloud Server` is unknown; did you mean Elastic Cloud Server (product-1)?",
        "Product [1-",
        "region `cn-nroth-4` is unknown; did you mean",
        "Region [1-",
        "Description of the problem:",
        "the description is empty",
        "Description of the problem:",
        "Problem [1-",
        "problem `foo` is unknown",
        "Problem [1-",
    ];
    let mut rest = asked.notes.as_str();
    for place in places {
        let found = rest.find(place).unwrap_or_else(|| panic!("{place} is not next in {rest}"));
        rest = &rest[found + place.len()..];
    }
    assert_eq!(asked.out, "case-1004: opened, Elastic Cloud Server, Fault, CN North-Beijing4\n");
}

#[test]
fn a_failed_command_prints_a_command_line_to_retry() {
    let harness = Harness::new();
    let words = [&SAID[..], &["--mail", "foo", "--hours", "25:00-3"]].concat();
    let failed = harness.run_interactive(&words, "It's slow.\nElastic Cloud Server\nFault\ncn-north-4\n");
    let message = failed.error.unwrap().message();
    let both = "remind_mail must be a mail address, as in ada@example.com; remind_time must be hours";
    assert!(message.contains(both), "{message}");
    let again = "to retry: hwc ticket open --product=product-1 --problem=Fault --region=cn-north-4 --severity=high \
                 --mail=foo --hours=25:00-3 -- \"It's slow.\"";
    assert!(failed.notes.ends_with(&format!("{again}\n")), "{}", failed.notes);
    let given_up = harness.run_interactive(&SAID, "It is slow.\n");
    assert_eq!(given_up.notes.lines().last(), Some("to retry: hwc ticket open --severity=high -- 'It is slow.'"));
}

#[test]
fn without_a_terminal_errors_name_the_choices() {
    let harness = Harness::new();
    insta::assert_snapshot!(
        "not_a_terminal",
        [
            harness.error(&["open"]),
            harness.error(&["open", DISK]),
            harness.error(&["open", DISK, "--product", "ECS"]),
            harness.error(&["open", DISK, "--product", "ECS", "--problem", "nonsense"]),
            harness.error(&["open", DISK, "--product", "ECS", "--problem", "Fault"]),
        ]
        .join("\n")
    );
    assert_eq!(harness.run_interactive(&["open", "x"], "").error.unwrap().message(), "missing --product");
}

#[test]
fn the_description_comes_from_the_input() {
    let harness = Harness::new();
    let words = ["open", "--product", "Elastic Cloud", "--problem", "Fault", "--region", "cn-north-4", "-"];
    let opened = harness.run_interactive(&words, "First line.\nSecond line.\n");
    assert!(opened.error.is_none(), "{opened:?}");
    assert!(harness.text(&["show", "case-1004"]).contains("\n    First line.\n    Second line.\n"));
}
