//! End-to-end tests of the built command, with its own sandbox or over HTTP on loopback.

#![allow(clippy::panic, clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

mod api;
mod background;
mod call;
mod completion;
mod control;
mod demo;
mod doctor;
mod examples;
mod explore;
mod faults;
mod files;
mod help;
mod http;
mod insight;
#[cfg(feature = "mcp")]
mod mcp;
mod operations;
mod output;
mod readme;
mod run;
mod schemas;
mod secrets;
mod selection;
mod serving;
mod setup;
mod shell;
#[cfg(feature = "drive")]
mod short_forms;
#[cfg(unix)]
mod terminal;
mod tickets;
mod transcripts;
mod usage;
mod validate;
#[cfg(feature = "webdav")]
mod webdav;
