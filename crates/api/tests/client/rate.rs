//! Rate limiting: configured limits, and delays requested by services.

use std::sync::Arc;
use std::time::Duration;

use hwc_api::transport::clock::{Clock, ManualClock};
use hwc_api::{Client, ClientBuilder, Error, ErrorKind, RateControl};

use crate::common::{Fake, ListCases, ListFiles, builder, clock, patiently};

fn client(fake: &Fake, clock: &ManualClock, rate: f64) -> Client {
    let builder = builder().clock(Arc::new(clock.clone())).transport(fake.transport());
    builder.rate_limit("osm", rate).build().unwrap()
}

fn agreeing(times: usize) -> Fake {
    (0..times).fold(Fake::default(), |fake, _| fake.then(200, "{}"))
}

#[tokio::test]
async fn a_seconds_worth_goes_at_once_and_the_others_wait() {
    let (fake, clock) = (agreeing(40), clock());
    let client = client(&fake, &clock, 10.0);
    for _ in 0..10 {
        client.send(ListCases::new()).await.unwrap();
    }
    assert_eq!(clock.monotonic(), Duration::ZERO, "from the very beginning");
    for _ in 0..20 {
        patiently(&clock, client.send(ListCases::new())).await.unwrap();
    }
    assert_eq!(clock.monotonic(), Duration::from_secs(2));
    client.send(ListFiles::new("s")).await.expect("other services are not slowed down");
}

/// Returns a client after a few calls and one throttled response with these headers.
async fn throttled(builder: ClientBuilder, clock: &ManualClock, headers: &[(&str, &str)]) -> Client {
    let fake = agreeing(4).then_with(429, headers, "{}");
    let fake = (0..200).fold(fake, |fake, _| fake.then(200, "{}"));
    let client = builder.clock(Arc::new(clock.clone())).transport(fake.transport()).build().unwrap();
    for _ in 0..4 {
        client.send(ListCases::new()).await.unwrap();
        clock.advance(Duration::from_millis(250));
    }
    client.send(ListCases::new()).await.unwrap_err();
    client
}

/// Makes concurrent calls with a timeout of three seconds each. Returns their errors.
async fn parallel(client: &Client, clock: &ManualClock, calls: usize) -> Vec<Error> {
    parallel_within(client, clock, calls, 3).await
}

async fn parallel_within(client: &Client, clock: &ManualClock, calls: usize, seconds: u64) -> Vec<Error> {
    let call = || client.send(ListCases::new()).timeout(Duration::from_secs(seconds));
    let calls: Vec<_> = (0..calls).map(|_| tokio::spawn(call())).collect();
    let mut errors = Vec::new();
    for call in calls {
        errors.extend(patiently(clock, call).await.unwrap().err());
    }
    errors
}

async fn sequential(client: &Client, clock: &ManualClock, calls: usize) -> Duration {
    let before = clock.monotonic();
    for _ in 0..calls {
        patiently(clock, client.send(ListCases::new()).timeout(Duration::from_secs(3))).await.unwrap();
    }
    clock.monotonic() - before
}

#[tokio::test]
async fn one_throttled_response_delays_no_other_call() {
    for builder in [builder(), builder().rate_limit("osm", 100.0), builder().rate_control(RateControl::Off)] {
        let clock = clock();
        let client = throttled(builder, &clock, &[]).await;
        let before = clock.monotonic();
        assert!(parallel(&client, &clock, 10).await.is_empty());
        assert_eq!(clock.monotonic(), before);
        assert_eq!(sequential(&client, &clock, 10).await, Duration::ZERO);
    }
}

#[tokio::test]
async fn the_time_that_a_service_names_delays_others_until_then() {
    let clock = clock();
    let client = throttled(builder(), &clock, &[("retry-after", "1.5")]).await;
    assert!(parallel(&client, &clock, 10).await.is_empty());
    assert_eq!(clock.monotonic(), Duration::from_secs(3), "a second for the calls before, and two of pause");
    assert_eq!(sequential(&client, &clock, 10).await, Duration::ZERO);

    let clock = self::clock();
    let client = throttled(builder().rate_control(RateControl::Off), &clock, &[("retry-after", "30")]).await;
    assert_eq!(sequential(&client, &clock, 10).await, Duration::ZERO, "switched off");
}

#[tokio::test]
async fn an_adaptive_rate_has_a_floor_and_recovers_within_seconds() {
    let adaptive = || builder().rate_control(RateControl::Adaptive);
    let clock = clock();
    let client = throttled(adaptive(), &clock, &[]).await;
    let errors = parallel(&client, &clock, 10).await;
    assert!(errors.is_empty(), "{errors:?}");
    assert!(sequential(&client, &clock, 10).await <= Duration::from_secs(2));

    // One call per second is below the lowest limit.
    let quiet = self::clock();
    let fake = (0..40).fold(agreeing(1).then(429, "{}"), |fake, _| fake.then(200, "{}"));
    let client = adaptive().clock(Arc::new(quiet.clone())).transport(fake.transport()).build().unwrap();
    client.send(ListCases::new()).await.unwrap();
    quiet.advance(Duration::from_secs(1));
    client.send(ListCases::new()).await.unwrap_err();
    assert_eq!(sequential(&client, &quiet, 20).await, Duration::ZERO);
}

#[tokio::test]
async fn an_adaptive_rate_is_half_of_what_it_was() {
    let fake = (0..200).fold(agreeing(20).then(429, "{}"), |fake, _| fake.then(200, "{}"));
    let clock = clock();
    let builder = builder().rate_control(RateControl::Adaptive).clock(Arc::new(clock.clone()));
    let client = builder.transport(fake.transport()).build().unwrap();
    for _ in 0..20 {
        client.send(ListCases::new()).await.unwrap();
    }
    client.send(ListCases::new()).await.unwrap_err();
    let slow = sequential(&client, &clock, 21).await;
    let expected = Duration::from_millis(800)..Duration::from_secs(2);
    assert!(expected.contains(&slow), "it was called 21 times a second, half of that is left: {slow:?}");
    clock.advance(Duration::from_secs(3));
    assert_eq!(sequential(&client, &clock, 50).await, Duration::ZERO);
}

#[tokio::test]
async fn the_service_may_ask_for_quiet() {
    let fake = Fake::default().then_with(429, &[("retry-after", "30")], "{}").then(200, "{}");
    let clock = clock();
    let client = builder().clock(Arc::new(clock.clone())).transport(fake.transport()).build().unwrap();
    client.send(ListCases::new()).await.unwrap_err();
    patiently(&clock, client.send(ListCases::new())).await.unwrap();
    assert_eq!(clock.monotonic(), Duration::from_secs(30), "other calls wait, too");
}

#[tokio::test]
async fn who_waits_too_long_has_sent_nothing() {
    let (fake, clock) = (agreeing(2), clock());
    let client = client(&fake, &clock, 0.001);
    client.send(ListCases::new()).await.unwrap();
    let error = patiently(&clock, client.send(ListCases::new())).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable(), fake.seen().len()), (ErrorKind::Timeout, true, 1));
    insta::assert_snapshot!(error, @"osm.ListCases: timed out: the request was not sent: rate limit of the client; wait of 1000s exceeds the remaining 60s");
}

#[test]
fn a_rate_is_a_number_above_zero() {
    for rate in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let error = builder().transport(Fake::default().transport()).rate_limit("osm", rate).build().unwrap_err();
        insta::allow_duplicates! {
            insta::assert_snapshot!(error, @"invalid configuration: rate limit for osm must be greater than 0");
        }
    }
}

#[tokio::test]
async fn places_in_line_that_are_not_used_are_given_back() {
    let (fake, clock) = (agreeing(10), clock());
    let client = client(&fake, &clock, 0.5);
    client.send(ListCases::new()).await.unwrap();
    for _ in 0..100 {
        let late = client.send(ListCases::new()).timeout(Duration::from_secs(1));
        let error = patiently(&clock, late).await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Timeout, true));
        tokio::select! {
            biased;
            () = tokio::task::yield_now() => {}
            _ = client.send(ListCases::new()) => panic!("it has to wait"),
        }
    }
    let before = clock.monotonic();
    patiently(&clock, client.send(ListCases::new())).await.unwrap();
    assert!(clock.monotonic() - before <= Duration::from_secs(2), "{:?}", clock.monotonic() - before);
}

#[tokio::test]
async fn calls_that_complain_together_count_once() {
    let fake = agreeing(16);
    let (fake, clock) = ((0..8).fold(fake, |fake, _| fake.then(429, "{}")), clock());
    clock.advance(Duration::from_secs(10));
    let fake = (0..40).fold(fake, |fake, _| fake.then(200, "{}"));
    let builder = builder().rate_control(RateControl::Adaptive).clock(Arc::new(clock.clone()));
    let client = builder.transport(fake.transport()).build().unwrap();
    for _ in 0..16 {
        client.send(ListCases::new()).await.unwrap();
    }
    let calls: Vec<_> = (0..8).map(|_| tokio::spawn(client.send(ListCases::new()))).collect();
    for call in calls {
        let _ = patiently(&clock, call).await;
    }
    let before = clock.monotonic();
    for _ in 0..20 {
        let _ = patiently(&clock, client.send(ListCases::new())).await;
    }
    let took = clock.monotonic() - before;
    assert!(took < Duration::from_secs(4), "half of 17 to 24 calls a second, not one in two seconds: {took:?}");
}

#[tokio::test]
async fn after_a_pause_calls_go_at_the_rate_again() {
    let fake =
        (0..30).fold(Fake::default().then_with(429, &[("retry-after", "5")], "{}"), |fake, _| fake.then(200, "{}"));
    let clock = clock();
    let client = client(&fake, &clock, 10.0);
    client.send(ListCases::new()).await.unwrap_err();
    assert!(parallel_within(&client, &clock, 20, 60).await.is_empty());
    let took = clock.monotonic();
    assert!((Duration::from_millis(5900)..=Duration::from_millis(6100)).contains(&took), "{took:?}");
}
