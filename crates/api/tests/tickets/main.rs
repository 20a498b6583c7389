//! Tests of the workflows of Service Tickets, with functions in place of the network, then with the sandbox. The clock
//! stands still.

#![cfg(feature = "osm")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod acts;
mod archive;
mod attach;
mod authorizations;
mod common;
mod desk;
mod export;
mod follow;
mod futures;
mod labels;
mod open;
mod relations;
mod sandbox;
mod sandbox_acts;
