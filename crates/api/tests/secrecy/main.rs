//! Secrets in what was written by hand: no type prints one, and no call tells one in an error, a span or a recording.
//!
//! `types` has a sample of each public type with secrets in all that can hold one; `calls` makes calls with credentials of
//! every kind and listens. What the generated types print is a test of `hwc-models`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod calls;
mod fake;
mod types;
