//! Secrecy of hand-written code: no type prints a secret, and no call has one in an error, a span or a recording.
//!
//! `types` has a sample of each public type with secrets in all fields that can hold one. `calls` makes calls with
//! credentials of every kind and captures their output. A test of `hwc-models` covers the generated types.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod calls;
mod fake;
mod types;
