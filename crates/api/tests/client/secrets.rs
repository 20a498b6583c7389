//! Redaction of tokens, passwords and presigned URLs in all output.

use hwc_api::serde_json::json;
use hwc_api::{Method, Secret};

use crate::common::{AUTH_TOKEN, Fake, KOODRIVE_TOKEN, ListFiles, OSM, SignIn, builder, client, everything};

const SECRETS: [&str; 5] = [AUTH_TOKEN, KOODRIVE_TOKEN, "PASSWORD", "HEADER", "RAW"];

fn assert_clean(text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[test]
fn clients_and_builders_do_not_print_tokens() {
    let client = client(&Fake::default());
    assert_clean(&format!("{client:?}"));
    assert_clean(&format!("{:?}", builder()));
    assert!(format!("{client:?}").contains("kind: \"token\""), "that there is one may be seen");
}

#[test]
fn calls_do_not_print_passwords_headers_and_bodies() {
    let client = client(&Fake::default());
    let call = || client.send(SignIn::new("me", Secret::from("PASSWORD"))).header("X-Key", "HEADER");
    assert_clean(&format!("{:?} {:?}", call(), call().response()));
    assert!(format!("{:?}", call()).contains("X-Key"));
    let raw = client.raw_request(&OSM, Method::Post, "/x").json(json!({ "key": "RAW" })).query("key", "RAW");
    assert_clean(&format!("{raw:?}"));
    assert_clean(&format!("{:?} {:?}", client.pages(ListFiles::new("s")), client.items(ListFiles::new("s"))));
}

#[tokio::test]
async fn errors_do_not_print_tokens_and_passwords() {
    let repeats = format!(r#"{{"error_code": "X", "error_msg": "bad {AUTH_TOKEN}"}}"#);
    let drive = format!(r#"{{"code": "401", "msg": "bad Bearer {KOODRIVE_TOKEN}"}}"#);
    let fake = Fake::default().then(401, &repeats).then(400, &drive);
    let client = client(&fake);
    assert_clean(&everything(&client.raw_request(&OSM, Method::Get, "/x").await.unwrap_err()));
    assert_clean(&everything(&client.send(ListFiles::new("s")).await.unwrap_err()));
    let wrong = client.send(SignIn::new("me", "PASSWORD")).header("X-Key", "HEADER\n").await.unwrap_err();
    assert_clean(&everything(&wrong));
}
