//! Recorder and replay, with closures as transports.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

mod answers;
mod common;
mod files;
mod mismatches;
mod redaction;
mod replays;
mod round_trip;
