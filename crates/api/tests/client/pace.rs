//! How fast services are called: as fast as the program allows, and slower when they complain.

use std::sync::Arc;
use std::time::Duration;

use hwc_api::transport::clock::{Clock, ManualClock};
use hwc_api::{Client, ErrorKind};

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

#[tokio::test]
async fn complaints_slow_calls_down_and_quiet_speeds_them_up() {
    let fake = agreeing(20).then(429, "{}");
    let (fake, clock) = ((0..200).fold(fake, |fake, _| fake.then(200, "{}")), clock());
    let client = builder().clock(Arc::new(clock.clone())).transport(fake.transport()).build().unwrap();
    for _ in 0..20 {
        client.send(ListCases::new()).await.unwrap();
    }
    client.send(ListCases::new()).await.unwrap_err();
    let time = |calls: usize| {
        let (client, clock) = (client.clone(), clock.clone());
        async move {
            let before = clock.monotonic();
            for _ in 0..calls {
                patiently(&clock, client.send(ListCases::new())).await.unwrap();
            }
            clock.monotonic() - before
        }
    };
    let slow = time(21).await;
    assert!(slow >= Duration::from_millis(900), "it was called 21 times a second, half of that is left: {slow:?}");
    clock.advance(Duration::from_secs(120));
    assert_eq!(time(50).await, Duration::ZERO);
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
    insta::assert_snapshot!(error, @"osm.ListCases: time was up: the service may be called again in 1000s, and 60s are left for the call; not sent");
}

#[test]
fn a_rate_is_a_number_above_zero() {
    for rate in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let error = builder().transport(Fake::default().transport()).rate_limit("osm", rate).build().unwrap_err();
        insta::allow_duplicates! {
            insta::assert_snapshot!(error, @"the configuration is wrong: the rate limit of osm is no number above 0");
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
            _ = client.send(ListCases::new()).into_future() => panic!("it has to wait"),
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
    let client = builder().clock(Arc::new(clock.clone())).transport(fake.transport()).build().unwrap();
    for _ in 0..16 {
        client.send(ListCases::new()).await.unwrap();
    }
    let calls: Vec<_> = (0..8).map(|_| tokio::spawn(client.send(ListCases::new()).into_future())).collect();
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
