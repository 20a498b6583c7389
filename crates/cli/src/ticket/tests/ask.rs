//! Opening tickets, and asking for what the command line does not say.

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
