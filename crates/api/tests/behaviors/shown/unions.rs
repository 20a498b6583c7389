//! Values of one kind or another, and codes that the description does not list.

use std::collections::BTreeMap;

use hwc_api::wire::MapOrText;

use super::operations::{Purpose, SendValues, State, deviations, received, sent};

fn map(name: &str, value: &str) -> MapOrText<String> {
    BTreeMap::from([(name.to_owned(), value.to_owned())]).into()
}

#[tokio::test]
async fn a_map_or_text_keeps_the_form_that_was_received() {
    for (body, union) in [
        (r#"{"union":{"a":"b"}}"#, map("a", "b")),
        (r#"{"union":"{\"a\":\"b\"}"}"#, r#"{"a":"b"}"#.into()),
        (r#"{"union":"text"}"#, "text".into()),
    ] {
        let read = received(body).await.unwrap().union.unwrap();
        assert_eq!(read, union, "{body}");
        assert_eq!(sent(SendValues::new().union(read)).await, body, "sent back as it was received");
    }
    assert_eq!(received(r#"{"union": 5}"#).await.unwrap_err(), "union");
}

#[tokio::test]
async fn an_empty_map_or_text_is_an_empty_map() {
    for body in [r#"{"union": {}}"#, r#"{"union": ""}"#] {
        let union = received(body).await.unwrap().union;
        assert_eq!(union, Some(MapOrText::default()), "{body}");
        assert_eq!(sent(SendValues::new().union(union.unwrap())).await, "{}", "{body}");
    }
    for body in ["{}", r#"{"union": null}"#] {
        assert_eq!(received(body).await.unwrap().union, None, "{body}");
    }
}

#[tokio::test]
async fn unknown_codes_are_kept_reported_and_sent_back() {
    let body = r#"{"state":42,"purpose":"fun"}"#;
    let values = received(body).await.unwrap();
    let (state, purpose) = (values.state.unwrap(), values.purpose.unwrap());
    assert_eq!((state.code(), purpose.code()), (42, "fun"));
    assert_eq!(format!("{state:?} {purpose:?}"), r#"Unknown(42) Unknown("fun")"#);
    assert_eq!(sent(SendValues::new().state(state).purpose(purpose)).await, body);
    let unlisted = "is a code that the description does not list";
    assert_eq!(deviations(body).await, [format!("state: {unlisted}"), format!("purpose: {unlisted}")]);
    assert_eq!(received(r#"{"state": 3}"#).await.unwrap().state, Some(State::Done));
    assert_eq!(received(r#"{"purpose": "incident"}"#).await.unwrap().purpose, Some(Purpose::Incident));
    assert_eq!(received(r#"{"state": "done"}"#).await.unwrap_err(), "state");
}
