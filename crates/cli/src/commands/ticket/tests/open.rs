//! Tests of opening tickets and prompting for missing input.

use super::{Folder, Shop};

const DISK: &str = "The disk is slow.";

#[test]
fn all_is_said() {
    let (shop, folder) = (Shop::new(), Folder::new("open"));
    let log = folder.file("a.log", "x");
    let words = ["open", "--product", "Elastic Cloud Server", "--problem", "Fault", "--region", "cn-north-4"];
    let more = ["--severity", "high", "--mail", "ada@example.com", "--phone", "86-13800000000", "--attach", &log, DISK];
    insta::assert_snapshot!("open", shop.text(&[&words[..], &more].concat()));
    insta::assert_snapshot!("open_then_show", shop.text(&["show", "case-1004"]));
    let json = shop.json(&[&words[..], &[DISK]].concat());
    assert_eq!(
        (json["incident_id"].as_str(), &json["problem"]["business_type_name"]),
        (Some("case-1005"), &"Fault".into())
    );
}

#[test]
fn what_is_missing_is_asked_for_at_a_terminal() {
    let shop = Shop::new();
    let asked = shop.at_terminal(&["open"], "The disk is slow.\n99\n1\n1\ncn-north-4\n");
    insta::assert_snapshot!("asked", format!("{}--\n{}", asked.notes, asked.out));
    assert!(asked.failure.is_none(), "{asked:?}");
}

const SAID: [&str; 3] = ["open", "--severity", "high"];

#[test]
fn a_wrong_answer_is_told_before_the_next_question() {
    let shop = Shop::new();
    let words = ["open", "--product", "Elastc Cloud Server", "--region", "cn-nroth-4"];
    let asked = shop.at_terminal(&words, "Elastic Cloud Server\nCN-NORTH-4\n\nThe disk is slow.\nfoo\nFault\n");
    assert!(asked.failure.is_none(), "{asked:?}");
    let places = [
        "product `Elastc Cloud Server` is unknown; did you mean Elastic Cloud Server (product-1)?",
        "Which product?",
        "region `cn-nroth-4` is unknown; did you mean",
        "Which region?",
        "What is the problem?",
        "the description is empty",
        "What is the problem?",
        "Which problem?",
        "problem `foo` is unknown",
        "Which problem?",
    ];
    let mut rest = asked.notes.as_str();
    for place in places {
        let found = rest.find(place).unwrap_or_else(|| panic!("{place} is not next in {rest}"));
        rest = &rest[found + place.len()..];
    }
    assert_eq!(asked.out, "case-1004: opened, Elastic Cloud Server, Fault, CN North-Beijing4\n");
}

#[test]
fn what_was_typed_is_not_lost() {
    let shop = Shop::new();
    let words = [&SAID[..], &["--mail", "foo", "--hours", "25:00-3"]].concat();
    let failed = shop.at_terminal(&words, "It's slow.\nElastic Cloud Server\nFault\ncn-north-4\n");
    let told = failed.failure.unwrap().message();
    let both = "remind_mail must be a mail address, as in ada@example.com; remind_time must be hours";
    assert!(told.contains(both), "{told}");
    let again = "to try it again: hwc ticket open --product=product-1 --problem=Fault --region=cn-north-4 --severity=high \
                 --mail=foo --hours=25:00-3 -- 'It'\\''s slow.'";
    assert!(failed.notes.ends_with(&format!("{again}\n")), "{}", failed.notes);
    let given_up = shop.at_terminal(&SAID, "It is slow.\n");
    assert_eq!(
        given_up.notes.lines().last(),
        Some("to try it again: hwc ticket open --severity=high -- 'It is slow.'")
    );
}

#[test]
fn nobody_to_ask_is_an_error_that_names_the_choices() {
    let shop = Shop::new();
    insta::assert_snapshot!(
        "nobody_to_ask",
        [
            shop.failure(&["open"]),
            shop.failure(&["open", DISK]),
            shop.failure(&["open", DISK, "--product", "ECS"]),
            shop.failure(&["open", DISK, "--product", "ECS", "--problem", "nonsense"]),
            shop.failure(&["open", DISK, "--product", "ECS", "--problem", "Fault"]),
        ]
        .join("\n")
    );
    assert_eq!(shop.at_terminal(&["open", "x"], "").failure.unwrap().message(), "--product is missing");
}

#[test]
fn the_description_comes_from_the_input() {
    let shop = Shop::new();
    let words = ["open", "--product", "Elastic Cloud", "--problem", "Fault", "--region", "cn-north-4", "-"];
    let opened = shop.at_terminal(&words, "First line.\nSecond line.\n");
    assert!(opened.failure.is_none(), "{opened:?}");
    assert!(shop.text(&["show", "case-1004"]).contains("\n    First line.\n    Second line.\n"));
}
