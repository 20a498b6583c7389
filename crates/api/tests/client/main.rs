//! Tests of the client from outside: functions stand in for the network, and time stands still.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

mod common;
mod configuration;
mod dynamic;
mod envelope;
mod errors;
mod limits;
mod link;
#[cfg(feature = "reqwest")]
mod loopback;
#[cfg(feature = "catalog")]
mod named;
mod observed;
mod options;
mod order;
mod paging;
mod raw;
mod secrets;
mod timeout;
