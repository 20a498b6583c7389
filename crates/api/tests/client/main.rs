//! Tests of the public API of the client, with functions in place of the network and a clock that does not advance.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

mod chain;
#[cfg(all(feature = "credentials-process", unix))]
mod command;
mod common;
mod configuration;
#[cfg(feature = "koodrive")]
mod drive;
mod dynamic;
mod envelope;
mod errors;
mod failed_response;
mod federated;
mod futures;
mod headers;
mod inspect;
#[cfg(feature = "tower")]
mod layers;
mod limits;
mod link;
#[cfg(feature = "network")]
mod loopback;
#[cfg(feature = "metrics")]
mod metrics;
#[cfg(all(feature = "catalog", feature = "koodrive", feature = "osm"))]
mod named;
mod named_profile;
mod observed;
mod options;
mod order;
mod paging;
mod paging_ahead;
mod paging_paths;
mod profile;
mod provider;
mod rate;
mod raw;
mod raw_body;
mod redirect;
mod retry;
mod secrets;
mod sign_in;
mod skew;
mod spans;
mod timeout;
#[cfg(feature = "system-clock")]
mod transfers;
