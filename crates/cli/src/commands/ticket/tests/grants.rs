//! Tests of access for engineers.

use super::Harness;

#[test]
fn grants_are_listed_and_shown() {
    let harness = Harness::new();
    insta::assert_snapshot!("grants", harness.text(&["access", "list"]));
    insta::assert_snapshot!("grant", harness.text(&["access", "show", "Auth-100002"]));
    let waiting = harness.json(&["access", "list", "--status", "waiting", "--ticket", "case-1002"]);
    assert_eq!((waiting.as_array().unwrap().len(), &waiting[0]["id"]), (1, &"Auth-100002".into()));
    let none = harness.run(&["access", "list", "--ticket", "case-1003"]);
    assert_eq!(none.notes, "no access requests\n");
}

#[test]
fn access_is_granted_rejected_and_revoked() {
    let harness = Harness::new();
    assert_eq!(harness.text(&["access", "grant", "Auth-100002", "--for", "2h"]), "Auth-100002: access granted\n");
    let granted = harness.text(&["access", "list", "--ticket", "case-1002"]);
    assert!(granted.contains("granted") && granted.contains("in 2 hours"), "{granted}");
    assert_eq!(harness.text(&["access", "revoke", "Auth-100002", "--yes"]), "Auth-100002: access revoked\n");
    let harness = Harness::new();
    let refused = harness.text(&["access", "reject", "Auth-100002", "--reason", "Not now.", "--yes"]);
    assert_eq!(refused, "Auth-100002: access rejected\n");
    let past = Harness::new().error(&["access", "grant", "Auth-100002", "--until", "2025-01-01"]);
    assert!(past.contains("access would be over before it begins"), "{past}");
}

#[test]
fn invalid_times_are_errors() {
    let grant = |words: &[&str]| Harness::new().error(&[&["access", "grant", "Auth-100002"], words].concat());
    for words in [["--until", "4000000d"], ["--from", "4000000d"], ["--for", "30500568904943w"]] {
        assert!(grant(&words).contains("time out of range"), "{words:?}");
    }
    let zone = grant(&["--until", "2027-01-01", "--time-zone", "CET"]);
    assert_eq!(zone, "unknown time zone `CET`; expected an offset from UTC, as in GMT+8");
}

#[test]
fn passwords_of_hosts_cannot_be_arguments() {
    let harness = Harness::new();
    let host = r#"{"auth_detail_id":1,"port":22,"account":"root","password":"s3cret"}"#;
    let message = harness.error(&["access", "grant", "Auth-100002", "--host", host]);
    assert!(message.starts_with("--host: ") && message.contains("cannot be passed on the command line"), "{message}");
    assert!(!message.contains("s3cret"));
}
