//! Retries for each status, each method, and several `Retry-After` headers.

use std::sync::Arc;
use std::time::Duration;

use hwc_api::{Client, Clock, Method};

use crate::common::{CreateCase, Fake, ListCases, OSM, builder, clock, patiently};

/// Returns a client with two attempts per call.
fn client(fake: &Fake, clock: &hwc_api::transport::clock::ManualClock) -> Client {
    builder().clock(Arc::new(clock.clone())).transport(fake.transport()).max_attempts(2).build().unwrap()
}

#[tokio::test]
async fn each_status_is_retried_or_not() {
    for status in 400..=999 {
        let (fake, clock) = (Fake::default().then(status, "{}").then(status, "{}"), clock());
        patiently(&clock, client(&fake, &clock).send(ListCases::new())).await.unwrap_err();
        let is_retried = status == 408 || status == 429 || status >= 500;
        assert_eq!(fake.seen().len(), if is_retried { 2 } else { 1 }, "{status}");

        let fake = Fake::default().then(status, "{}").then(status, "{}");
        patiently(&clock, client(&fake, &clock).send(CreateCase::new("t"))).await.unwrap_err();
        assert_eq!(fake.seen().len(), if status == 429 { 2 } else { 1 }, "{status}");
    }
}

#[tokio::test]
async fn each_method_is_repeatable_or_not() {
    for (method, attempts) in [
        (Method::Get, 2),
        (Method::Head, 2),
        (Method::Put, 2),
        (Method::Delete, 2),
        (Method::Post, 1),
        (Method::Patch, 1),
    ] {
        let (fake, clock) = (Fake::default().then(503, "{}").then(503, "{}"), clock());
        patiently(&clock, client(&fake, &clock).raw_request(&OSM, method, "/v2/x")).await.unwrap_err();
        assert_eq!(fake.seen().len(), attempts, "{method:?}");
    }
}

#[tokio::test]
async fn the_first_of_several_retry_after_headers_counts() {
    let headers = [("retry-after", "7"), ("retry-after", "30")];
    let (fake, clock) = (Fake::default().then_with(429, &headers, "{}").then(200, "{}"), clock());
    patiently(&clock, client(&fake, &clock).send(ListCases::new())).await.unwrap();
    let waited = clock.monotonic();
    assert!(waited >= Duration::from_secs(7) && waited < Duration::from_secs(8), "{waited:?}");
}

#[tokio::test]
async fn the_delays_between_attempts_are_adjustable() {
    let seconds = Duration::from_secs;
    let (fake, clock) = (Fake::default().then(503, "{}").then(200, "{}"), clock());
    let builder =
        builder().max_attempts(2).clock(clock.clone()).transport(fake.transport()).backoff(seconds(7), seconds(7));
    let client = builder.build().unwrap();
    patiently(&clock, client.send(ListCases::new())).await.unwrap();
    assert_eq!(clock.monotonic(), seconds(7));

    let (fake, start) = (Fake::default().then(503, "{}").then(200, "{}"), clock.monotonic());
    let client = self::client(&fake, &clock);
    patiently(&clock, client.send(ListCases::new()).backoff(seconds(3), seconds(1))).await.unwrap();
    assert_eq!(clock.monotonic() - start, seconds(3), "the longest delay is at least the shortest one");
}
