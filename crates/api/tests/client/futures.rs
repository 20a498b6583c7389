//! Calls as futures, and lists as streams: with the combinators that programs use.

use std::time::Duration;

use futures_util::future::join_all;
use futures_util::{StreamExt, TryStreamExt};
use hwc_api::{Call, ErrorKind, TransportError};

use crate::common::{CreateCase, Fake, ListCases, ListFiles, ListOldCases, OSM, builder, client, clock, patiently};

#[test]
fn a_call_is_small() {
    assert!(size_of::<Call<ListCases>>() <= 4 * size_of::<usize>());
    assert_eq!(size_of::<Call<ListCases>>(), size_of::<Call<ListFiles>>(), "the request is elsewhere");
}

#[tokio::test]
async fn calls_can_be_spawned_joined_and_selected() {
    let fake = Fake::answering([r#"{"count": 1}"#; 5]);
    let client = client(&fake);
    let spawned = tokio::spawn(client.send(ListCases::new())).await.unwrap();
    assert_eq!(spawned.unwrap().count, Some(1));
    let joined = join_all((0..3).map(|_| client.send(ListCases::new()))).await;
    assert!(joined.iter().all(Result::is_ok));
    tokio::select! {
        reply = client.send(ListCases::new()).response() => assert_eq!(reply.unwrap().attempts, 1),
        () = std::future::pending() => {}
    }
    assert_eq!(fake.seen().len(), 5);
}

#[tokio::test]
async fn other_calls_are_futures_too() {
    let fake = Fake::answering(["{}"; 2]);
    let client = client(&fake);
    let raw = client.raw_request(&OSM, hwc_api::Method::Get, "/v2/x");
    assert_eq!(tokio::spawn(raw).await.unwrap().unwrap().status, 200);
    let dynamic = client.call_dyn(<ListCases as hwc_api::Request>::OPERATION, Box::new(ListCases::new()), || {
        Box::<crate::common::CasePage>::default()
    });
    assert!(tokio::spawn(dynamic).await.unwrap().is_ok());
}

#[tokio::test]
async fn nothing_is_sent_before_the_first_poll_and_options_count_until_then() {
    let fake = Fake::answering(["{}"]);
    let client = client(&fake);
    drop(client.send(ListCases::new()));
    let mut call = client.send(ListCases::new()).header("x-first", "1");
    assert!(fake.seen().is_empty());
    (&mut call).await.unwrap();
    assert_eq!(fake.only().header("x-first"), Some("1"));
    let mut pages = call.header("x-late", "1").pages();
    let error = pages.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.to_string(), "invalid request: the call was already sent; create another one");
    assert!(format!("{pages:?}").contains("already sent"));
}

#[tokio::test]
async fn idempotency_can_be_set_for_one_call() {
    let lost = || TransportError::maybe_sent("lost");
    let clock = clock();
    let retrying = |fake: &Fake| {
        builder().clock(std::sync::Arc::new(clock.clone())).max_attempts(2).transport(fake.transport()).build().unwrap()
    };
    let fake = Fake::default().then_fail(lost()).then(200, "{}");
    let error = patiently(&clock, retrying(&fake).send(CreateCase::new("t"))).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::MaybeSent, false));
    let fake = Fake::default().then_fail(lost()).then(200, "{}");
    patiently(&clock, retrying(&fake).send(CreateCase::new("t")).idempotent(true)).await.unwrap();
    assert_eq!(fake.seen().len(), 2);
    let fake = Fake::default().then_fail(lost()).then(200, "{}");
    let error = patiently(&clock, retrying(&fake).send(ListCases::new()).idempotent(false)).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable(), fake.seen().len()), (ErrorKind::MaybeSent, false, 1));
}

const A: &str = r#"{"cases": [{"id": "a"}]}"#;
const B: &str = r#"{"cases": [{"id": "b"}]}"#;
const NONE: &str = r#"{"cases": []}"#;

#[tokio::test]
async fn lists_are_streams() {
    let fake = Fake::answering([A, B, NONE]);
    let items = client(&fake).items(ListOldCases::new());
    let ids: Vec<String> = TryStreamExt::try_collect(items.map_ok(|case| case.id)).await.unwrap();
    assert_eq!(ids, ["a", "b"]);
    let fake = Fake::answering([A, B, NONE]);
    let pages: Vec<_> = StreamExt::collect(client(&fake).pages(ListOldCases::new())).await;
    assert_eq!(pages.len(), 3);
    let fake = Fake::answering([A]).then(404, "{}");
    let first_error = client(&fake).items(ListOldCases::new()).try_for_each(|_| std::future::ready(Ok(()))).await;
    assert_eq!(first_error.unwrap_err().kind(), ErrorKind::Service);
    let fake = Fake::answering([A, NONE]);
    let page = || Box::<crate::common::CasePage>::default() as Box<dyn hwc_api::Record>;
    let operation = <ListOldCases as hwc_api::Request>::OPERATION;
    let pages = client(&fake).call_dyn(operation, Box::new(ListOldCases::new()), page).pages();
    assert_eq!(StreamExt::count(pages).await, 2);
}

#[tokio::test]
async fn canceling_a_wait_loses_no_page() {
    let clock = clock();
    let timer = clock.clone();
    let transport = move |_: hwc_api::transport::HttpRequest| {
        let wait = hwc_api::Clock::sleep(&timer, Duration::from_secs(5));
        async move {
            wait.await;
            Ok::<_, TransportError>(hwc_api::http::Response::new(hwc_api::Body::from(A)))
        }
    };
    let client = builder().clock(std::sync::Arc::new(clock.clone())).transport(transport).build().unwrap();
    let mut items = client.items(ListOldCases::new());
    tokio::select! {
        biased;
        _ = items.try_next() => panic!("it waits"),
        () = tokio::task::yield_now() => {}
    }
    clock.advance(Duration::from_secs(5));
    assert_eq!(items.try_next().await.unwrap().unwrap().id, "a", "the request goes on where it was");
}
