//! Tests of access for engineers.

use super::Shop;

#[test]
fn grants_are_listed_and_shown() {
    let shop = Shop::new();
    insta::assert_snapshot!("grants", shop.text(&["access", "list"]));
    insta::assert_snapshot!("grant", shop.text(&["access", "show", "Auth-100002"]));
    let waiting = shop.json(&["access", "list", "--status", "waiting", "--ticket", "case-1002"]);
    assert_eq!((waiting.as_array().unwrap().len(), &waiting[0]["id"]), (1, &"Auth-100002".into()));
    let none = shop.run(&["access", "list", "--ticket", "case-1003"]);
    assert_eq!(none.notes, "nobody has asked for access\n");
}

#[test]
fn access_is_granted_refused_and_taken_back() {
    let shop = Shop::new();
    assert_eq!(shop.text(&["access", "grant", "Auth-100002", "--for", "2h"]), "Auth-100002: access granted\n");
    let granted = shop.text(&["access", "list", "--ticket", "case-1002"]);
    assert!(granted.contains("granted") && granted.contains("in 2 hours"), "{granted}");
    assert_eq!(shop.text(&["access", "revoke", "Auth-100002"]), "Auth-100002: access taken back\n");
    let shop = Shop::new();
    let refused = shop.text(&["access", "reject", "Auth-100002", "--reason", "Not now."]);
    assert_eq!(refused, "Auth-100002: access refused\n");
    let past = Shop::new().failure(&["access", "grant", "Auth-100002", "--until", "2025-01-01"]);
    assert!(past.contains("access would be over before it begins"), "{past}");
}

#[test]
fn a_time_that_cannot_be_told_is_never_left_out() {
    let grant = |words: &[&str]| Shop::new().failure(&[&["access", "grant", "Auth-100002"], words].concat());
    for words in [["--until", "4000000d"], ["--from", "4000000d"], ["--for", "30500568904943w"]] {
        assert!(grant(&words).contains("too far away"), "{words:?}");
    }
    let zone = grant(&["--until", "2027-01-01", "--time-zone", "CET"]);
    assert_eq!(zone, "time zone `CET` is unknown; expected a distance from UTC, as in GMT+8");
}

#[test]
fn passwords_of_hosts_do_not_stand_on_the_command_line() {
    let shop = Shop::new();
    let host = r#"{"auth_detail_id":1,"port":22,"account":"root","password":"s3cret"}"#;
    let told = shop.failure(&["access", "grant", "Auth-100002", "--host", host]);
    assert!(told.starts_with("--host: ") && told.contains("cannot be passed on the command line"), "{told}");
    assert!(!told.contains("s3cret"));
}
