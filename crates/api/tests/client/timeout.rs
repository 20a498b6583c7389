//! The deadline of a call, with a manual clock.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use hwc_api::http::Response;
use hwc_api::transport::HttpRequest;
use hwc_api::transport::clock::{Clock, ManualClock};
use hwc_api::{Body, Client, Error, ErrorKind, TransportError};

use crate::common::{CreateCase, Fake, ListCases, builder, clock};

async fn never(_: HttpRequest) -> Result<Response<Body>, TransportError> {
    pending().await
}

fn stuck(clock: &ManualClock) -> Client {
    builder().clock(Arc::new(clock.clone())).transport(never).attempt_timeout(LONG).read_timeout(LONG).build().unwrap()
}

/// A time longer than all tested timeouts.
const LONG: Duration = Duration::from_secs(1_000);

/// Awaits `call` while the clock advances from sleeper to sleeper.
async fn outcome<T>(clock: &ManualClock, call: impl Future<Output = Result<T, Error>>) -> Error {
    let time = async {
        while clock.advance_to_next().is_none() {
            tokio::task::yield_now().await;
        }
    };
    let (outcome, ()) = tokio::join!(call, time);
    outcome.err().unwrap()
}

#[tokio::test]
async fn a_call_ends_after_a_minute_unless_told_otherwise() {
    let clock = clock();
    let client = stuck(&clock);
    let error = outcome(&clock, client.send(ListCases::new())).await;
    assert_eq!(clock.monotonic(), Duration::from_secs(60));
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Timeout, true));
    insta::assert_snapshot!(error, @"osm.ListCases: timed out: no response within 60s; the request may have been sent");
    let error = outcome(&clock, client.send(CreateCase::new("t")).timeout(Duration::from_secs(5))).await;
    assert_eq!(clock.monotonic(), Duration::from_secs(65));
    assert!(!error.is_retryable(), "it may have been done");
    assert_eq!(clock.sleepers(), 0);
}

#[tokio::test]
async fn the_client_can_have_another_deadline() {
    let clock = clock();
    let builder = builder().clock(Arc::new(clock.clone())).transport(never).timeout(Duration::from_millis(1500));
    let client = builder.build().unwrap();
    outcome(&clock, client.send(ListCases::new())).await;
    assert_eq!(clock.monotonic(), Duration::from_millis(1500));
}

#[tokio::test]
async fn the_deadline_spans_the_body_of_the_answer() {
    let clock = clock();
    let stalled = |_: HttpRequest| async { Ok(Response::new(Body::from_stream(Stalled, None))) };
    let client = builder().clock(Arc::new(clock.clone())).transport(stalled).read_timeout(LONG);
    let client = client.attempt_timeout(LONG).build().unwrap();
    let error = outcome(&clock, client.send(ListCases::new())).await;
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let link = "https://bucket.example/x".into();
    let error = outcome(&clock, client.fetch_presigned(&link).timeout(Duration::from_secs(1)).bytes()).await;
    assert_eq!(error.kind(), ErrorKind::Timeout);
    client.fetch_presigned(&link).stream().await.expect("its head came in time");
}

/// A stream that never yields.
struct Stalled;

impl futures_core::Stream for Stalled {
    type Item = Result<hwc_api::transport::bytes::Bytes, hwc_api::transport::BodyError>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Pending
    }
}

#[tokio::test]
async fn what_is_done_at_once_needs_no_timer() {
    let clock = clock();
    let fake = Fake::answering(["{}"]);
    let client = builder().clock(Arc::new(clock.clone())).transport(fake.transport()).build().unwrap();
    client.send(ListCases::new()).timeout(Duration::ZERO).await.unwrap();
    assert_eq!(clock.sleepers(), 0);
}
