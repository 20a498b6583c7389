//! A response that is small in bytes and large in memory. Decoding it is bounded in memory, measured by the allocator, and
//! in time, with a manual clock.
#![cfg(feature = "osm")]
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests may panic, and tell what they have measured")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use hwc_api::http::Response;
use hwc_api::transport::HttpRequest;
use hwc_api::transport::clock::{Clock, ManualClock, Sleep};
use hwc_api::{Body, Client, Error, ErrorKind, TransportError, osm};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Serializes the tests that measure memory.
static TURN: Mutex<()> = Mutex::new(());

fn client(body: String, clock: impl Clock + 'static) -> Client {
    let body = hwc_api::transport::bytes::Bytes::from(body);
    let transport = move |_: HttpRequest| {
        let body = body.clone();
        async move { Ok::<_, TransportError>(Response::new(Body::from(body))) }
    };
    Client::builder().transport(transport).clock(Arc::new(clock)).auth_token("any").build().unwrap()
}

fn clock() -> ManualClock {
    ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000))
}

fn page(element: &str, length: usize) -> String {
    let elements = vec![element; length / (element.len() + 1)].join(",");
    format!(r#"{{"total_count": 1, "incident_info_list": [{elements}]}}"#)
}

fn list(client: &Client) -> Result<osm::ListCasesResponse, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(client.send(osm::ListCases::new()))
}

#[test]
fn elements_take_a_small_multiple_of_their_bytes() {
    let _turn = TURN.lock();
    let body = page("{}", 15_000_000);
    let length = body.len();
    let client = client(body, clock());
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let error = list(&client).unwrap_err();
    let peak = MEMORY.peak_usage() - before;
    eprintln!("{length} bytes took {peak} bytes of memory");
    assert_eq!((error.kind(), error.decode_path()), (ErrorKind::Decode, Some("incident_info_list")));
    assert!(peak < 16 * length, "{peak} bytes for a body of {length}");
}

/// A clock that advances by a second each time it is read.
#[derive(Debug)]
struct Hasty {
    reads: AtomicUsize,
    sleeps: ManualClock,
}

impl Clock for Hasty {
    fn now(&self) -> SystemTime {
        self.sleeps.now()
    }

    fn monotonic(&self) -> Duration {
        Duration::from_secs(self.reads.fetch_add(1, Ordering::Relaxed) as u64)
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        self.sleeps.sleep(duration)
    }

    fn random(&self) -> u64 {
        self.sleeps.random()
    }
}

#[test]
fn the_deadline_holds_while_an_answer_is_decoded() {
    let _turn = TURN.lock();
    let hasty = || Hasty { reads: AtomicUsize::new(0), sleeps: clock() };
    let body = page(r#"{"incident_id": "a ticket with a long id, so that memory is no matter"}"#, 8_000_000);
    let error = list(&client(body, hasty())).unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Timeout, true));
    let body = page(r#"{"incident_id": "a"}"#, 200_000);
    assert_eq!(list(&client(body, hasty())).unwrap().total_count, Some(1), "a short answer is read at once");
}
