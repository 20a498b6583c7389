//! Calls of operations whose types are known only at run time.

use hwc_api::{ErrorKind, Record, Request};

use crate::common::{CasePage, CreateCase, Fake, ListCases, client};

fn page() -> Box<dyn Record> {
    Box::new(CasePage::default())
}

const ONE: &str = r#"{"count": 1, "cases": [{"id": "a"}]}"#;

#[tokio::test]
async fn a_call_by_records_is_a_call_like_any_other() {
    let fake = Fake::answering([ONE, ONE]);
    let client = client(&fake);
    let call = || client.call_dyn(ListCases::OPERATION, Box::new(ListCases::new().limit(1_u32)), page);
    let answer = call().language("en-us").await.unwrap();
    assert_eq!(format!("{answer:?}"), r#"CasePage { count: Some(1), cases: [Case { id: "a", .. }] }"#);
    let reply = call().response().await.unwrap();
    assert_eq!((reply.status.as_u16(), reply.attempts), (200, 1));
    assert_eq!(fake.seen()[0].operation, Some("ListCases"));
    assert_eq!(fake.seen()[0].header("x-language"), Some("en-us"));
    let wrong = client.call_dyn(ListCases::OPERATION, Box::new(ListCases::new().limit(0_u32)), page);
    assert_eq!(wrong.await.unwrap_err().violations().len(), 1);
}

#[tokio::test]
async fn pages_work_by_records_too() {
    let fake = Fake::answering([ONE]);
    let client = client(&fake);
    let mut pages = client.call_dyn(ListCases::OPERATION, Box::new(ListCases::new()), page).pages();
    assert!(pages.try_next().await.unwrap().is_some());
    assert!(pages.try_next().await.unwrap().is_none());
    let mut none = client.call_dyn(CreateCase::OPERATION, Box::new(CreateCase::new("t")), page).pages();
    let error = none.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    insta::assert_snapshot!(error, @"osm.CreateCase: invalid request: the operation is not paginated");
}
