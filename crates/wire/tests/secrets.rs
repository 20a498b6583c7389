//! Tests of secrets in serde: programs write them redacted, the wire has them in clear.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod common;

use std::collections::BTreeMap;

use common::{Case, Page, UpdateCase};
use hwc_wire::{
    EncodeOptions, Json, Method, Operation, PresignedUrl, Record, Request, Secret, ValueRef, encode, encode_response,
    expose, serialize_exposed,
};
use serde::{Serialize, Serializer};
use serde_json::{from_value, json, to_string, to_value};

const URL: &str = "https://host.invalid/a?signature=k3y";

hwc_wire::model! {
    /// A response with secrets at any depth.
    pub struct Keys {
        /// A secret.
        key: opt Secret = body("key");
        /// Secrets by name.
        named: req BTreeMap<String, Secret> = body("named");
        /// Records.
        pages: vec Page = body("pages");
    }
}

hwc_wire::request! {
    /// Sends secrets as a form.
    pub struct SendKeys() -> Page {
        /// A secret.
        key: opt Secret = form("key");
        /// A record with a secret.
        case: opt Case = form("case");
    }
    operation: Operation::new(&common::SERVICE, "Keys", "SendKeys", Method::Post, "/v1/keys");
}

hwc_wire::request! {
    /// Sends a secret as the whole body.
    pub struct SendCases() -> Page {
        /// The records.
        cases: opt_vec Case = payload("cases");
    }
    operation: Operation::new(&common::SERVICE, "Keys", "SendCases", Method::Post, "/v1/cases");
}

fn keys() -> Keys {
    let mut keys = Keys { key: Some("k3y".into()), ..Keys::default() };
    keys.named.insert("a".to_owned(), "k3y".into());
    keys.pages.push(Page::default());
    keys.pages[0].cases.push(Case::default().link(URL));
    keys
}

#[test]
fn programs_write_secrets_redacted_at_any_depth() {
    let written = to_value(keys()).unwrap();
    assert_eq!(
        written,
        json!({ "key": "[redacted]", "named": { "a": "[redacted]" }, "pages": [{ "cases": [{ "link": "[redacted]" }] }] })
    );
    let record: &dyn Record = &keys();
    assert_eq!(to_value(ValueRef::Record(record)).unwrap(), written, "also for records of unknown type");
    for secret in [to_string(&Secret::from("k3y")), to_string(&PresignedUrl::from(URL))] {
        assert_eq!(secret.unwrap(), r#""[redacted]""#);
    }
}

#[test]
fn exposed_secrets_are_read_back() {
    let written = to_value(expose(&keys())).unwrap();
    assert_eq!(written["pages"][0]["cases"][0]["link"], URL);
    assert_eq!(from_value::<Keys>(written).unwrap(), keys());
    let list = vec![Secret::from("k3y")];
    assert_eq!(to_value(expose(&list)).unwrap(), json!(["k3y"]));
    assert_eq!(from_value::<Vec<Secret>>(json!(["k3y"])).unwrap(), list);
}

#[test]
fn a_field_of_another_struct_is_exposed_by_name() {
    struct Saved(Option<Secret>);
    impl Serialize for Saved {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serialize_exposed(&self.0, serializer)
        }
    }
    assert_eq!(to_value(Saved(Some("k3y".into()))).unwrap(), "k3y");
    assert_eq!(to_value(Saved(None)).unwrap(), Json::Null);
}

#[test]
fn a_redacted_secret_is_not_read_back_as_one() {
    let lost = "the secret is [redacted]: serialize it with `expose` to read it back";
    assert_eq!(from_value::<Secret>(json!("[redacted]")).unwrap_err().to_string(), lost);
    let request = UpdateCase::new("c", ["a"]).key("k3y").root(Case::default().link(URL));
    let error = from_value::<UpdateCase>(to_value(&request).unwrap()).unwrap_err();
    assert!(error.to_string().contains(lost), "{error}");
    assert!(!error.to_string().contains("k3y"), "{error}");
    let stored = from_value::<Keys>(to_value(keys()).unwrap()).unwrap();
    assert_eq!(stored.pages[0].token, None);
    assert_eq!(stored.key.unwrap().expose(), "[redacted]", "a stored response can be read for its other fields");
}

#[test]
fn the_wire_has_secrets_in_clear() {
    let options = EncodeOptions { settings: &[("project_id", "p")], query_in_body: false };
    let request = UpdateCase::new("c", ["a"]).key("k3y").root(Case::default().link(URL));
    let parts = encode(UpdateCase::OPERATION, &request, options).unwrap();
    assert_eq!(parts.headers, [("X-Key", "k3y".to_owned())]);
    assert!(String::from_utf8(parts.body.unwrap()).unwrap().contains(URL));

    let form = SendKeys::new().key("k3y").case(Case::default().link(URL));
    let form: Vec<Json> =
        encode(SendKeys::OPERATION, &form, options).unwrap().form.iter().map(|part| part.to_json().unwrap()).collect();
    assert_eq!(form[0], "k3y");
    assert!(form[1].as_str().unwrap().contains(URL));

    let whole = SendCases::new().cases([Case::default().link(URL)]);
    let body = encode(SendCases::OPERATION, &whole, options).unwrap().body.unwrap();
    assert!(String::from_utf8(body).unwrap().contains(URL));

    let response = encode_response(&keys()).unwrap().body;
    assert_eq!(response, to_value(expose(&keys())).unwrap(), "a server sends them too");
}
