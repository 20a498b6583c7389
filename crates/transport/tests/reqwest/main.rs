//! The reqwest transport against servers that read and write raw bytes: the contract of transports, and a client of the
//! caller.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

#[path = "../contract/mod.rs"]
mod contract;
mod custom_client;
#[path = "../support/mod.rs"]
mod support;

use hwc_transport::{ReqwestTransport as TestTransport, ReqwestTransportBuilder as TestTransportBuilder};

/// The name of the transport in `Debug` output.
const NAME: &str = "ReqwestTransport";
