#![doc = include_str!("../README.md")]
#![allow(clippy::panic, clippy::expect_used, reason = "a property that does not hold has to panic")]

mod json;
mod operations;
mod parts;
mod profile;
mod recording;
mod request;
mod response;
pub mod seeds;
mod spec;
mod texts;

/// A fuzz target.
#[derive(Clone, Copy)]
pub struct Target {
    /// The name of the target, of its corpus and of its file in `fuzz/fuzz_targets`.
    pub name: &'static str,
    /// The function to fuzz. It accepts any bytes and panics if a property is violated.
    pub run: fn(&[u8]),
}

/// All fuzz targets.
pub const TARGETS: &[Target] = &[
    Target { name: "json", run: json::run },
    Target { name: "profile", run: profile::run },
    Target { name: "recording", run: recording::run },
    Target { name: "request", run: request::run },
    Target { name: "response", run: response::run },
    Target { name: "spec", run: spec::run },
];

/// Runs one target, for the programs in `fuzz/fuzz_targets`.
///
/// # Panics
/// Panics if a property is violated, or if the target does not exist.
pub fn run(name: &str, data: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("the target is in the table");
    (target.run)(data);
}
