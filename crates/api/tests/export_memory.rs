//! An export of 50,000 tickets takes no more memory than one of 1,000, measured by the allocator. The service generates its
//! tickets on request.
#![cfg(feature = "osm")]
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests may panic, and tell what they have measured")]

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_api::http::Response;
use hwc_api::serde_json::json;
use hwc_api::transport::HttpRequest;
use hwc_api::transport::clock::ManualClock;
use hwc_api::wire::UtcOffset;
use hwc_api::{Body, Client, Timestamp, TransportError};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The opening time of the first ticket, and the seconds between two tickets.
const FIRST: i64 = 1_600_000_000;
const APART: i64 = 977;

/// A service with `count` tickets, newest first.
#[derive(Clone, Copy)]
struct Archive {
    count: i64,
}

impl Archive {
    fn answer(self, request: &HttpRequest) -> Response<Body> {
        let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
        let answer = match path.rsplit('/').next() {
            Some("cases") => self.list(query),
            id => json!({ "incident_detail_info": {
                "incident_id": id,
                "simple_description": "The disk of a server is slow. ".repeat(10),
                "message_list": vec![json!({ "type": 1, "content": "We are looking into it. ".repeat(20) }); 5],
            }}),
        };
        Response::new(Body::from(answer.to_string()))
    }

    fn list(self, query: &str) -> hwc_api::serde_json::Value {
        let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        let number = |name| value(name).and_then(|text| text.parse::<i64>().ok());
        let time = |name| {
            let text = value(name)?.replace("%20", " ").replace("%3A", ":");
            Timestamp::from(text).unix_millis_at(UtcOffset::CHINA).map(|millis| millis / 1000)
        };
        let after = |second: i64| (second - FIRST).div_euclid(APART);
        let start = time("query_start_time").map_or(0, |start| after(start - 1) + 1).clamp(0, self.count);
        let end = time("query_end_time").map_or(self.count, |end| after(end) + 1).clamp(start, self.count);
        let (offset, limit) = (number("offset").unwrap_or(0), number("limit").unwrap_or(10));
        let page = (start..end).rev().skip(offset.unsigned_abs() as usize).take(limit.unsigned_abs() as usize);
        let entry = |number: i64| {
            let opened = Timestamp::from_unix_millis((FIRST + number * APART) * 1000);
            json!({ "incident_id": format!("case-{number}"), "create_time": opened.as_str() })
        };
        json!({ "total_count": end - start, "incident_info_list": page.map(entry).collect::<Vec<_>>() })
    }
}

/// Exports all tickets. Returns their number, and the peak of additional memory in use.
fn export(count: i64) -> (usize, usize) {
    let archive = Archive { count };
    let transport = move |request: HttpRequest| async move { Ok::<_, TransportError>(archive.answer(&request)) };
    let clock = ManualClock::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000));
    let client = Client::builder().transport(transport).clock(Arc::new(clock)).auth_token("any").build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let mut export = client.tickets().export();
    let mut exported = 0;
    while runtime.block_on(export.try_next()).unwrap().is_some() {
        exported += 1;
    }
    (exported, MEMORY.peak_usage() - before)
}

#[test]
fn memory_does_not_grow_with_the_number_of_tickets() {
    // A first run excludes one-time allocations from the measurement.
    export(10);
    let (few, small) = export(1_000);
    let (many, large) = export(50_000);
    eprintln!("1,000 tickets: {small} bytes at most; 50,000: {large}");
    assert_eq!((few, many), (1_000, 50_000));
    assert!(large < small * 3 / 2, "{large} bytes for 50,000 tickets, {small} for 1,000");
}
