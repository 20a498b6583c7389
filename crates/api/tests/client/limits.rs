//! Validation: all violations are reported at once, and nothing is sent.

use hwc_api::ErrorKind;

use crate::common::{Fake, ListCases, builder, client};

fn wrong() -> ListCases {
    ListCases::new().limit(101_u32).word("too long")
}

#[tokio::test]
async fn all_violations_are_reported_and_nothing_is_sent() {
    let fake = Fake::default();
    let error = client(&fake).send(wrong()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(!error.is_retryable());
    let paths: Vec<&str> = error.violations().iter().map(|violation| violation.path.as_str()).collect();
    assert_eq!(paths, ["limit", "word"]);
    insta::assert_snapshot!(error, @"osm.ListCases: invalid request: limit is 101, not 1 to 100; word has 8 characters, at most 4");
    assert!(fake.seen().is_empty());
}

#[tokio::test]
async fn the_check_can_be_switched_off_for_a_call_or_a_client() {
    let fake = Fake::answering(["{}", "{}"]);
    client(&fake).send(wrong()).validate(false).await.unwrap();
    let lax = builder().transport(fake.transport()).validate_requests(false).build().unwrap();
    lax.send(wrong()).await.unwrap();
    assert_eq!(lax.send(wrong()).validate(true).await.unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert_eq!(fake.queries(), ["limit=101&word=too%20long"; 2]);
}
