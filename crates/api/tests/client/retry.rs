//! Retries: their conditions, their number and their delays.

use std::sync::Arc;
use std::time::Duration;

use hwc_api::transport::clock::{Clock, ManualClock};
use hwc_api::{Client, Error, ErrorKind, TransportError};

use crate::common::{CreateCase, Fake, ListCases, OSM, builder, clock, patiently};

fn client(fake: &Fake, clock: &ManualClock) -> Client {
    builder().clock(Arc::new(clock.clone())).transport(fake.transport()).max_attempts(4).build().unwrap()
}

/// Returns a service that fails `times` times with `status`, then succeeds.
fn failing(times: usize, status: u16) -> Fake {
    (0..times).fold(Fake::default(), |fake, _| fake.then(status, "{}")).then(200, "{}")
}

async fn read(fake: &Fake, clock: &ManualClock) -> Result<u32, Error> {
    let client = client(fake, clock);
    patiently(clock, client.send(ListCases::new()).response()).await.map(|reply| reply.attempts)
}

async fn create(fake: &Fake, clock: &ManualClock) -> Result<u32, Error> {
    let client = client(fake, clock);
    patiently(clock, client.send(CreateCase::new("t")).response()).await.map(|reply| reply.attempts)
}

#[tokio::test]
async fn success_after_two_failures() {
    for status in [500, 502, 503, 504, 429] {
        let (fake, clock) = (failing(2, status), clock());
        assert_eq!(read(&fake, &clock).await.unwrap(), 3, "{status}");
        assert_eq!(fake.seen().len(), 3);
    }
}

#[tokio::test]
async fn what_may_have_been_done_is_not_done_twice() {
    for status in [500, 502, 503, 504] {
        let (fake, clock) = (failing(1, status), clock());
        let error = create(&fake, &clock).await.unwrap_err();
        assert_eq!((error.kind(), error.service().unwrap().status), (ErrorKind::Service, status));
        assert_eq!(fake.seen().len(), 1);
    }
    let fake = Fake::default().then_fail(TransportError::maybe_sent("reset")).then(200, "{}");
    assert_eq!(create(&fake, &clock()).await.unwrap_err().kind(), ErrorKind::MaybeSent);
    assert_eq!(fake.seen().len(), 1);
}

#[tokio::test]
async fn what_was_not_done_is_done_again() {
    let (fake, clock) = (failing(1, 429), clock());
    assert_eq!(create(&fake, &clock).await.unwrap(), 2);
    let fake = Fake::default().then_fail(TransportError::not_sent("refused")).then(201, r#"{"id": "1"}"#);
    assert_eq!(create(&fake, &clock).await.unwrap(), 2);
    let throttled = r#"{"error_code": "OSM.0429", "error_msg": "slow down"}"#;
    let fake = Fake::default().then(200, throttled);
    let error = create(&fake, &clock).await.unwrap_err();
    assert!(error.is_retryable() && fake.seen().len() == 1, "a minute later, say: the service does not tell when");
    let fake = Fake::default().then_with(200, &[("retry-after", "2")], throttled).then(201, r#"{"id": "1"}"#);
    assert_eq!(create(&fake, &clock).await.unwrap(), 2, "now it does");
}

#[tokio::test]
async fn what_stays_wrong_is_final() {
    for status in [400, 403, 404, 409] {
        let (fake, clock) = (failing(1, status), clock());
        assert_eq!(read(&fake, &clock).await.unwrap_err().service().unwrap().status, status);
        assert_eq!(fake.seen().len(), 1);
    }
    let fake = Fake::default().then_fail(TransportError::invalid_request("odd"));
    assert_eq!(read(&fake, &clock()).await.unwrap_err().kind(), ErrorKind::NotSent);
}

#[tokio::test]
async fn four_attempts_and_no_more() {
    let (fake, clock) = (failing(9, 503), clock());
    let error = read(&fake, &clock).await.unwrap_err();
    assert_eq!((error.service().unwrap().status, error.is_retryable()), (503, true));
    assert_eq!(fake.seen().len(), 4);
    let client = client(&fake, &clock);
    client.send(ListCases::new()).max_attempts(1).await.unwrap_err();
    assert_eq!(fake.seen().len(), 5);
    patiently(&clock, client.raw_request(&OSM, hwc_api::Method::Get, "/x").max_attempts(2)).await.unwrap_err();
    assert_eq!(fake.seen().len(), 7);
}

#[tokio::test]
async fn waits_grow_and_differ() {
    let mut all = Vec::new();
    for seed in 0..20 {
        let clock = ManualClock::with_seed(std::time::SystemTime::UNIX_EPOCH, seed);
        read(&failing(1, 503), &clock).await.unwrap();
        let first = clock.monotonic();
        assert!((Duration::from_millis(200)..Duration::from_millis(600)).contains(&first), "{first:?}");
        read(&failing(3, 503), &clock).await.unwrap();
        let three = clock.monotonic() - first;
        assert!(three <= Duration::from_millis(600 + 1800 + 5400), "{three:?}");
        all.push(first);
    }
    all.sort_unstable();
    all.dedup();
    assert!(all.len() > 15, "clients that failed together must not come back together");
}

async fn after(retry_after: &str) -> (Duration, usize, Option<Error>) {
    let headers = [("retry-after", retry_after), ("date", "Thu, 01 Jan 1970 00:00:10 GMT")];
    let (fake, clock) = (Fake::default().then_with(429, &headers, "{}").then(200, "{}"), clock());
    let error = read(&fake, &clock).await.err();
    (clock.monotonic(), fake.seen().len(), error)
}

#[tokio::test]
async fn the_service_says_how_long_to_wait() {
    for (told, seconds) in [("7", 7), (" 7 ", 7), ("1.5", 2), ("Thu, 01 Jan 1970 00:00:25 GMT", 15)] {
        let waited = after(told).await.0;
        let least = Duration::from_secs(seconds);
        assert!(waited >= least && waited < least + Duration::from_millis(200), "{told}: {waited:?}");
    }
    for odd in ["0", "soon", "-3", "Thu, 01 Jan 1970 00:00:05 GMT", ""] {
        let (waited, sent, error) = after(odd).await;
        assert!(error.is_none() && sent == 2, "{odd}");
        assert!(waited >= Duration::from_millis(200) && waited < Duration::from_secs(3), "{odd}: {waited:?}");
    }
    for long in ["61", "18446744073709551615", "Fri, 01 Jan 2100 00:00:00 GMT"] {
        let (waited, sent, error) = after(long).await;
        assert_eq!((waited, sent), (Duration::ZERO, 1), "{long}: no use in waiting");
        assert_eq!(error.unwrap().service().unwrap().status, 429);
    }
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_is_given_up_for_another() {
    let clock = clock();
    let answers = Arc::new(std::sync::Mutex::new(0));
    let transport = {
        let answers = Arc::clone(&answers);
        move |_| {
            let mut sent = answers.lock().unwrap();
            *sent += 1;
            let silent = *sent == 1;
            async move {
                if silent {
                    std::future::pending::<()>().await;
                }
                Ok(hwc_api::http::Response::new(hwc_api::Body::from("{}")))
            }
        }
    };
    let client = builder().clock(Arc::new(clock.clone())).transport(transport).max_attempts(3).build().unwrap();
    let reply = patiently(&clock, client.send(ListCases::new()).response()).await.unwrap();
    assert_eq!(reply.attempts, 2);
    assert!(clock.monotonic() > Duration::from_secs(30));
    *answers.lock().unwrap() = 0;
    let error = patiently(&clock, client.send(CreateCase::new("t"))).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable(), *answers.lock().unwrap()), (ErrorKind::Timeout, false, 1));
}

#[tokio::test]
async fn an_outage_is_not_made_worse() {
    let clock = clock();
    let fake = (0..1_000).fold(Fake::default(), |fake, _| fake.then(503, "{}"));
    let client = client(&fake, &clock);
    for _ in 0..200 {
        patiently(&clock, client.send(ListCases::new())).await.unwrap_err();
    }
    assert_eq!(fake.seen().len(), 200 + 100, "each call once, and a hundred retries between them");
}

#[tokio::test]
async fn a_refusal_is_one_also_where_its_text_cannot_be_read() {
    let odd = [("content-encoding", "br")];
    let (fake, clock) = (Fake::default().then_with(503, &odd, "xx").then(200, "{}"), clock());
    assert_eq!(read(&fake, &clock).await.unwrap(), 2);
    let (fake, clock) = (Fake::default().then_with(404, &odd, "xx"), clock);
    assert_eq!(read(&fake, &clock).await.unwrap_err().service().unwrap().status, 404);
    let fake = Fake::default().then_with(204, &[("content-encoding", "gzip")], "");
    read(&fake, &clock).await.unwrap();
}

#[tokio::test]
async fn the_error_says_how_long_the_service_wants_to_be_left_alone() {
    let fake = Fake::default().then_with(429, &[("retry-after", "120")], "{}");
    let error = read(&fake, &clock()).await.unwrap_err();
    assert_eq!(error.service().unwrap().retry_after, Some(Duration::from_secs(120)));
}

#[tokio::test]
async fn when_time_is_up_the_last_failure_is_told() {
    let (fake, clock) = (Fake::default().then(503, "{}"), clock());
    let times = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let inner = Arc::new(fake.transport());
    let transport = move |request| {
        let (first, inner) = (times.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0, Arc::clone(&inner));
        async move {
            if !first {
                std::future::pending::<()>().await;
            }
            hwc_api::Transport::send(&*inner, request).await
        }
    };
    let builder = builder().clock(Arc::new(clock.clone())).transport(transport).max_attempts(2);
    let client = builder.attempt_timeout(Duration::from_secs(600)).build().unwrap();
    let error = patiently(&clock, client.send(ListCases::new())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.downcast_ref::<Error>().unwrap().service().unwrap().status, 503);
}
