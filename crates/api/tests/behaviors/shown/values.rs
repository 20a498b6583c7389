//! Null, absent and empty values, in both directions.

use std::collections::BTreeMap;

use hwc_api::Method;
use hwc_api::serde_json::{Value, json};

use super::operations::{Nested, SendValues, received, sent};
use crate::common::{Fake, OSM, client};

#[tokio::test]
async fn absent_values_are_not_sent_and_empty_ones_are() {
    let empty = [""; 0];
    assert_eq!(sent(SendValues::new()).await, "{}");
    assert_eq!(sent(SendValues::new().text("")).await, r#"{"text":""}"#);
    assert_eq!(sent(SendValues::new().texts(empty)).await, r#"{"texts":[]}"#);
    assert_eq!(sent(SendValues::new().nested(Nested::default())).await, r#"{"nested":{}}"#);
}

#[tokio::test]
async fn empty_lists_of_a_record_are_sent_where_they_have_a_meaning() {
    let nested = Nested::default().texts([""; 0]).kept([""; 0]);
    assert_eq!(sent(SendValues::new().nested(nested)).await, r#"{"nested":{"kept":[]}}"#);
}

#[tokio::test]
async fn an_empty_map_is_not_sent() {
    assert_eq!(sent(SendValues::new().map(BTreeMap::new())).await, "{}");
    let filled = BTreeMap::from([("a".to_owned(), String::new())]);
    assert_eq!(sent(SendValues::new().map(filled)).await, r#"{"map":{"a":""}}"#);
}

#[tokio::test]
async fn null_is_sent_as_free_json_alone() {
    assert_eq!(sent(SendValues::new().any(Value::Null)).await, r#"{"any":null}"#);
    let fake = Fake::answering(["{}"]);
    client(&fake).raw_request(&OSM, Method::Put, "/v2/x").json(json!({ "text": null })).await.unwrap();
    assert_eq!(fake.only().body, r#"{"text":null}"#);
}

#[tokio::test]
async fn received_texts_tell_empty_from_absent() {
    for (body, text) in [("{}", None), (r#"{"text": null}"#, None), (r#"{"text": ""}"#, Some(""))] {
        assert_eq!(received(body).await.unwrap().text.as_deref(), text, "{body}");
    }
    for body in ["{}", r#"{"texts": null}"#, r#"{"texts": []}"#] {
        assert!(received(body).await.unwrap().texts.is_empty(), "{body}");
    }
    for (body, is_some) in [("{}", false), (r#"{"nested": null}"#, false), (r#"{"nested": {}}"#, true)] {
        assert_eq!(received(body).await.unwrap().nested.is_some(), is_some, "{body}");
    }
}
