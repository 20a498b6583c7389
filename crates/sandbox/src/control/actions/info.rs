//! The sandbox itself: its version and its counts, and the document of the API.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;

use super::super::call::{ControlCall, Outcome};
use super::super::openapi;
use super::clock::ClockView;
use crate::runtime::sandbox::Sandbox;
use crate::runtime::seed::Seed;

/// A running sandbox.
#[derive(Serialize, JsonSchema)]
pub(in crate::control) struct SandboxInfo {
    /// The version of the program.
    version: &'static str,
    /// True if credentials are checked.
    strict: bool,
    /// The data of the start.
    seed: Seed,
    /// The clock.
    clock: ClockView,
    /// The number of pending faults.
    faults: usize,
    /// The number of snapshots.
    snapshots: usize,
    /// The number of the last request in the log.
    last_request: u64,
}

pub(in crate::control) fn show(sandbox: &Sandbox, _: &ControlCall) -> Outcome<SandboxInfo> {
    let inner = sandbox.inner();
    let snapshots = inner.control.lock().snapshots.len();
    Ok(SandboxInfo {
        version: env!("CARGO_PKG_VERSION"),
        strict: inner.strict,
        seed: sandbox.seed(),
        clock: ClockView::of(sandbox),
        faults: sandbox.faults().len(),
        snapshots,
        last_request: sandbox.last_request(),
    })
}

pub(in crate::control) fn document(_: &Sandbox, _: &ControlCall) -> Outcome<Json> {
    Ok(openapi::control_openapi())
}
