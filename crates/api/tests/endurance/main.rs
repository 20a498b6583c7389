//! An hour of calls on a manual clock, against a service with quotas, tokens that expire and outages. No call is lost or made
//! twice, retries stay within their budget, and the memory does not grow.
//!
//! `HWC_ENDURANCE_RATE` sets the calls per second; a few are enough to notice a mistake.
#![cfg(feature = "osm")]
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests may panic, and tell what they have measured"
)]
#![allow(clippy::disallowed_types, reason = "it runs on systems with atomics of 64 bits")]

mod calls;
mod service;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::SystemTime;

use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, Credentials};
use peak_alloc::PeakAlloc;

use calls::{Calls, Outcome};
use service::{DISTURBANCES, Service};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The calls per second without the variable.
const RATE: u64 = 8;

/// The seconds of the simulation.
const SECONDS: u64 = 3600;

/// The seconds after a disturbance in which calls may still fail.
const RECOVERY: u64 = 30;

/// The retries that a client may make at first, and the successful calls that pay for another one.
const RETRIES: u64 = 100;
const CALLS_PER_RETRY: u64 = 10;

/// The largest growth of the memory between two quiet moments: a part of it, for the calls in flight, and some bytes.
const GROWTH: usize = 8;
const GROWTH_BYTES: usize = 32 << 10;

fn rate() -> u64 {
    std::env::var("HWC_ENDURANCE_RATE").map_or(RATE, |rate| rate.parse().unwrap())
}

/// Returns true if a call that starts in this second is not affected by a disturbance. Those of the second before one are still
/// in flight when it begins.
fn is_quiet(second: u64) -> bool {
    !DISTURBANCES.iter().any(|(seconds, _)| (seconds.start - 1..seconds.end + RECOVERY).contains(&second))
}

#[tokio::test]
async fn an_hour_of_calls() {
    let (rate, clock) = (rate(), ManualClock::new(SystemTime::UNIX_EPOCH));
    let service = Arc::new(Service::new(&clock, rate, SECONDS));
    let client = Client::builder()
        .credentials(Credentials::password("the-account", "the-user", "the-password"))
        .clock(Arc::new(clock.clone()))
        .transport(service::transport(&service));
    let calls = Calls::new(client.build().unwrap(), &clock, rate, SECONDS);
    let memory = clock.run_to_completion(calls.make(&|| MEMORY.current_usage())).await;
    check_calls(&calls, &service, rate);
    check_retries(&calls, &service);
    let outcomes =
        [Outcome::Succeeded, Outcome::NotDone, Outcome::Unknown].map(|outcome| (outcome, calls.count(outcome)));
    eprintln!("{outcomes:?}; {}; {memory:?} bytes in quiet moments", service.counts());
    assert!(memory[1] <= memory[0] + memory[0] / GROWTH + GROWTH_BYTES, "{memory:?}");
}

/// Checks that each call has an outcome that agrees with the service, and that undisturbed calls succeed.
fn check_calls(calls: &Calls, service: &Service, rate: u64) {
    for number in 0..calls.len() {
        let (outcome, created) = (calls.outcome(number), service.created(number));
        let allowed = match outcome {
            Outcome::Pending => panic!("call {number} has no outcome"),
            Outcome::Succeeded => created == u8::from(calls::creates(number)),
            Outcome::NotDone => created == 0,
            Outcome::Unknown => created <= 1,
        };
        let second = number / rate;
        assert!(allowed, "call {number} in second {second}: {outcome:?}, done {created} times");
        assert!(outcome == Outcome::Succeeded || !is_quiet(second), "call {number} in second {second}: {outcome:?}");
    }
}

/// Checks the number of requests. A rejected token costs a request that no retry budget pays for.
fn check_retries(calls: &Calls, service: &Service) {
    let [requests, rejected, sign_ins] =
        [&service.requests, &service.rejected, &service.sign_ins].map(|count| count.load(Ordering::Relaxed));
    let budget = RETRIES + calls.count(Outcome::Succeeded) / CALLS_PER_RETRY;
    assert!(requests <= calls.len() + rejected + budget, "{requests} requests for {} calls", calls.len());
    assert!(service.throttled.load(Ordering::Relaxed) > 0 && rejected > 0, "the simulation has no effect");
    assert!((5..10).contains(&sign_ins), "{sign_ins} sign-ins");
}
