//! End-to-end tests of the built command, with its own sandbox or over HTTP on loopback.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

mod call;
mod demo;
mod examples;
mod explore;
mod faults;
mod files;
mod help;
mod http;
mod operations;
mod output;
mod readme;
mod run;
mod secrets;
mod serving;
mod tickets;
mod usage;
