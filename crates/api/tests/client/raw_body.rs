//! The raw body of a typed call, and the values of members that are not described.

use hwc_api::serde_json::json;

use crate::common::{Fake, ListCases, client};

#[tokio::test]
async fn a_response_has_its_body_as_received() {
    let body = r#"{"count": "7",  "cases": []}"#;
    let fake = Fake::answering([body]);
    let response = client(&fake).send(ListCases::new()).response().await.unwrap();
    assert_eq!((response.raw_body().as_ref(), response.body.count), (body.as_bytes(), Some(7)));
    assert!(!format!("{response:?}").contains(body));
}

#[tokio::test]
async fn unknown_members_have_their_values() {
    let body = r#"{"new": {"x": [1]}, "cases": [{"id": "1"}, {"id": "2", "a.b": true, "c[0]": null}], "count": 1}"#;
    let fake = Fake::answering([body]);
    let response = client(&fake).send(ListCases::new()).response().await.unwrap();
    let expected = [("new", json!({"x": [1]})), ("cases[1].a.b", json!(true)), ("cases[1].c[0]", json!(null))];
    assert_eq!(response.unknown_members(), expected.map(|(path, value)| (path.to_owned(), value)));
}

#[tokio::test]
async fn their_number_is_limited_and_a_damaged_body_has_none() {
    let many: Vec<String> = (0..500).map(|number| format!("\"n{number}\": {number}")).collect();
    let fake = Fake::answering([&*format!("{{{}}}", many.join(",")), "{}", "{\"a\": \"\u{7}\"}"]);
    let client = client(&fake);
    let send = || client.send(ListCases::new()).response();
    assert_eq!(send().await.unwrap().unknown_members().len(), 100);
    assert_eq!(send().await.unwrap().unknown_members(), []);
    let damaged = send().await.unwrap();
    assert!(!damaged.deviations.is_empty());
    assert_eq!(damaged.unknown_members(), []);
}
