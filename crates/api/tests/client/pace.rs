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
    clock.advance(Duration::from_secs(100));
    let client = client(&fake, &clock, 10.0);
    for _ in 0..10 {
        client.send(ListCases::new()).await.unwrap();
    }
    assert_eq!(clock.monotonic(), Duration::from_secs(100));
    for _ in 0..20 {
        patiently(&clock, client.send(ListCases::new())).await.unwrap();
    }
    assert_eq!(clock.monotonic(), Duration::from_secs(102));
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
    insta::assert_snapshot!(error, @"osm.ListCases: time was up: no answer within 60s; the request was not sent");
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
