//! Lists, maps and other values in queries.

use std::collections::BTreeMap;

use super::operations::SendQuery;
use crate::common::{Fake, client};

async fn query(request: SendQuery) -> String {
    let fake = Fake::answering(["{}"]);
    client(&fake).send(request).await.unwrap();
    fake.queries().remove(0)
}

#[tokio::test]
async fn lists_are_repeated_or_joined_in_their_order() {
    assert_eq!(query(SendQuery::new().ids(["b", "a", "b"])).await, "ids=b&ids=a&ids=b");
    assert_eq!(query(SendQuery::new().joined(["b", "a,c"])).await, "joined=b,a%2Cc");
}

#[tokio::test]
async fn an_empty_list_is_not_sent() {
    assert_eq!(query(SendQuery::new().ids([""; 0]).joined([""; 0])).await, "");
    assert_eq!(query(SendQuery::new().ids([""])).await, "ids=");
}

#[tokio::test]
async fn a_map_is_refused() {
    let (fake, map) = (Fake::default(), BTreeMap::from([("a".to_owned(), "b".to_owned())]));
    let error = client(&fake).send(SendQuery::new().map(map)).await.unwrap_err();
    assert!(format!("{error:#}").contains("map cannot be sent in a query or a header"), "{error:#}");
    assert!(fake.seen().is_empty());
    assert_eq!(query(SendQuery::new().map(BTreeMap::new())).await, "", "an empty one is absent");
}

#[tokio::test]
async fn values_are_escaped_and_empty_ones_sent() {
    assert_eq!(query(SendQuery::new().text("a b+c&d=é/~")).await, "text=a%20b%2Bc%26d%3D%C3%A9%2F~");
    assert_eq!(query(SendQuery::new().text("").flag(false)).await, "text=&flag=false");
    assert_eq!(query(SendQuery::new().natural(u64::MAX)).await, "natural=18446744073709551615");
}
