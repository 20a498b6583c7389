//! Tests of the workflows of DataArts Insight, with functions in place of the network, then with the sandbox. The clock
//! advances by itself while a workflow waits.

#![cfg(feature = "insight")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod common;
mod embed;
mod embed_sandbox;
mod issuer;
mod promote;
mod promote_faults;
#[cfg(feature = "excel")]
mod tags;
