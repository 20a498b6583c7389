//! Validation and redaction of keys.

use hwc_transport::sign::{AccessKeySigner, AppSigner, InvalidKeyError};

use super::{access_keys, app_keys};

fn access(access_key: &str, secret_key: &str) -> Result<AccessKeySigner, InvalidKeyError> {
    AccessKeySigner::new(access_key, secret_key)
}

fn message<T>(outcome: Result<T, InvalidKeyError>) -> String {
    outcome.err().map(|error| error.to_string()).unwrap_or_default()
}

const UNSENDABLE: &str = "contains characters that are not allowed in a header, such as spaces, commas or line breaks";

#[test]
fn what_cannot_stand_in_a_header_is_refused_without_being_repeated() {
    for bad in ["a b", "key\n", "a,b", "ключ", "\u{7f}"] {
        assert_eq!(message(access(bad, "secret")), format!("the access key {UNSENDABLE}"));
        let token = access_keys().with_security_token(bad);
        assert_eq!(message(token), format!("the security token {UNSENDABLE}"));
        assert_eq!(message(AppSigner::new(bad, "secret", "user")), format!("the app id {UNSENDABLE}"));
        assert_eq!(message(AppSigner::new("app", "secret", bad)), format!("the user id {UNSENDABLE}"));
    }
}

#[test]
fn nothing_may_be_empty() {
    assert_eq!(message(access("", "secret")), "the access key is empty");
    assert_eq!(message(access("key", "")), "the secret key is empty");
    assert_eq!(message(access_keys().with_security_token("")), "the security token is empty");
    assert_eq!(message(AppSigner::new("", "secret", "user")), "the app id is empty");
    assert_eq!(message(AppSigner::new("app", "", "user")), "the app secret is empty");
    assert_eq!(message(AppSigner::new("app", "secret", "")), "the user id is empty");
}

#[test]
fn a_secret_may_be_any_text_but_for_blanks_around_it() {
    access("key", "a secret, of 64 bytes and more: 一二三四五六七八九十一二三四五六七八九十").unwrap();
    assert_eq!(message(access("key", "secret\n")), "the secret key has surrounding whitespace");
    assert_eq!(access("key", " secret").unwrap_err().field(), "secret key");
}

#[test]
fn keys_tell_who_signs() {
    let keys = access("key", "secret").unwrap();
    assert_eq!(keys.access_key(), "key");
    assert_eq!(keys.security_token(), None);
    let keys = keys.with_security_token("token").unwrap();
    assert_eq!(keys.security_token().unwrap(), "token");
    let keys = AppSigner::new("app", "secret", "user").unwrap();
    assert_eq!((keys.app_id(), keys.user_id()), ("app", "user"));
}

#[test]
fn secrets_do_not_print() {
    let keys = access_keys().with_security_token("the-token").unwrap();
    assert_eq!(format!("{keys:?}"), r#"AccessKeySigner { access_key: "AKEXAMPLE0000000TEST", .. }"#);
    assert_eq!(format!("{:?}", keys.security_token()), "Some(Sensitive)");
    assert_eq!(format!("{:?}", app_keys()), r#"AppSigner { app_id: "app-1", user_id: "user-1", .. }"#);
}
