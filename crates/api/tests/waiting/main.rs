//! Waits for background work: on the sandbox, then with functions in place of the network. The clock advances by itself.

#![cfg(all(feature = "koodrive", feature = "osm"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod sandbox;
mod scripted;

use std::sync::Arc;
use std::time::SystemTime;

use hwc_api::transport::clock::ManualClock;
use hwc_api::{Client, Transport};

fn clock() -> ManualClock {
    ManualClock::new(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000))
}

fn client(clock: &ManualClock, transport: impl Transport + 'static) -> Client {
    let builder = Client::builder().auth_token("any").koodrive_token("any").clock(Arc::new(clock.clone()));
    builder.max_attempts(1).transport(transport).build().unwrap()
}
