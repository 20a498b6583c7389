//! The hyper transport against servers that read and write raw bytes: the contract of transports, and what differs from
//! the reqwest transport.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

#[path = "../contract/mod.rs"]
mod contract;
mod idle_connections;
#[path = "../support/mod.rs"]
mod support;
mod targets;

use hwc_transport::{HyperTransport as TestTransport, HyperTransportBuilder as TestTransportBuilder};

/// The name of the transport in `Debug` output.
const NAME: &str = "HyperTransport";
