//! Secrets in what was written by hand: no type prints one.
//!
//! `types` has a sample of each public type with secrets in all that can hold one. What the generated types print is a
//! test of `hwc-models`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic like tests")]

mod fake;
mod types;
