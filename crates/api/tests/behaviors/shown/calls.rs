//! Headers of one call, and calls that are canceled.

use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Duration;

use hwc_api::Clock;

use crate::common::{Fake, ListCases, builder, client, clock, patiently};

#[tokio::test]
async fn the_last_of_two_equal_headers_counts() {
    let fake = Fake::answering(["{}"]);
    client(&fake).send(ListCases::new()).header("X-Extra", "1").header("x-extra", "2").await.unwrap();
    assert_eq!(fake.only().headers.get_all("x-extra").iter().collect::<Vec<_>>(), ["2"]);
}

#[tokio::test]
async fn a_canceled_call_sends_nothing_more() {
    let (fake, clock) = (Fake::default().then(503, "{}").then(200, "{}"), clock());
    let client = builder().clock(Arc::new(clock.clone())).transport(fake.transport()).max_attempts(2).build().unwrap();
    let mut call = Box::pin(client.send(ListCases::new()).into_future());
    assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending(), "the delay before a retry");
    assert!(clock.sleepers() > 0);
    drop(call);
    assert_eq!(clock.sleepers(), 0);
    clock.advance(Duration::from_secs(3600));
    assert_eq!(fake.seen().len(), 1);
    patiently(&clock, client.send(ListCases::new())).await.unwrap();
    assert_eq!(fake.seen().len(), 2, "the client still works");
}

#[tokio::test]
async fn a_canceled_call_can_be_resumed_by_reference() {
    let (fake, clock) = (Fake::default().then(503, "{}").then(200, "{}"), clock());
    let client = builder().clock(Arc::new(clock.clone())).transport(fake.transport()).max_attempts(2).build().unwrap();
    let mut call = client.send(ListCases::new());
    tokio::select! {
        biased;
        _ = &mut call => unreachable!("it waits"),
        () = tokio::task::yield_now() => {}
    }
    patiently(&clock, &mut call).await.unwrap();
    assert_eq!(fake.seen().len(), 2, "each attempt once");
    assert!(clock.monotonic() < Duration::from_secs(1));
}
