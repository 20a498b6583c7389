//! Named snapshots: saving, listing, restoring and deleting them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::call::{ControlCall, Outcome};
use super::super::error::ControlError;
use super::Removed;
use super::clock::{ClockView, time_text};
use crate::runtime::sandbox::Sandbox;
use crate::runtime::snapshot::Snapshot;

/// The maximum number of snapshots, and of characters of their names.
const MAX_SNAPSHOTS: usize = 100;
const MAX_NAME: usize = 64;

/// The name of a new snapshot.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct SnapshotName {
    /// The name: up to 64 letters, digits, `.`, `_` and `-`. An existing snapshot of this name is replaced.
    name: String,
}

/// A snapshot.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Snapshot")]
pub(in crate::control) struct SnapshotView {
    /// The name.
    name: String,
    /// The time by the sandbox's clock.
    created_at: String,
    /// The size of the data in bytes, without the contents of files.
    size: u64,
}

/// The snapshots.
#[derive(Serialize, JsonSchema)]
pub(in crate::control) struct SnapshotList {
    /// The snapshots by name.
    snapshots: Vec<SnapshotView>,
}

/// A snapshot that was restored.
#[derive(Serialize, JsonSchema)]
pub(in crate::control) struct RestoredSnapshot {
    /// The name.
    name: String,
    /// The clock.
    clock: ClockView,
}

pub(in crate::control) fn list(sandbox: &Sandbox, _: &ControlCall) -> Outcome<SnapshotList> {
    let kept = sandbox.inner().control.lock();
    Ok(SnapshotList { snapshots: kept.snapshots.iter().map(|(name, snapshot)| view(name, snapshot)).collect() })
}

pub(in crate::control) fn save(sandbox: &Sandbox, _: &ControlCall, new: SnapshotName) -> Outcome<SnapshotView> {
    let name = new.name;
    let is_allowed = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '-');
    if name.is_empty() || name.len() > MAX_NAME || !name.chars().all(is_allowed) {
        return Err(ControlError::invalid(format!(
            "invalid name `{name}`: expected up to {MAX_NAME} letters, digits, `.`, `_` and `-`"
        )));
    }
    let snapshot = sandbox.snapshot()?;
    let mut kept = sandbox.inner().control.lock();
    if kept.snapshots.len() >= MAX_SNAPSHOTS && !kept.snapshots.contains_key(&name) {
        return Err(ControlError::conflict(format!("the sandbox has {MAX_SNAPSHOTS} snapshots; delete one first")));
    }
    let view = view(&name, &snapshot);
    kept.snapshots.insert(name, snapshot);
    Ok(view)
}

pub(in crate::control) fn restore(sandbox: &Sandbox, call: &ControlCall) -> Outcome<RestoredSnapshot> {
    let name = call.parameter("name");
    sandbox.restore(&find(sandbox, name)?)?;
    Ok(RestoredSnapshot { name: name.to_owned(), clock: ClockView::of(sandbox) })
}

pub(in crate::control) fn delete(sandbox: &Sandbox, call: &ControlCall) -> Outcome<Removed> {
    let name = call.parameter("name");
    match sandbox.inner().control.lock().snapshots.remove(name) {
        Some(_) => Ok(Removed { removed: 1 }),
        None => Err(unknown(name)),
    }
}

/// Finds a snapshot.
pub(in crate::control) fn find(sandbox: &Sandbox, name: &str) -> Outcome<Snapshot> {
    sandbox.inner().control.lock().snapshots.get(name).cloned().ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> ControlError {
    ControlError::not_found(format!("snapshot `{name}` not found"))
}

fn view(name: &str, snapshot: &Snapshot) -> SnapshotView {
    SnapshotView { name: name.to_owned(), created_at: time_text(snapshot.created_at()), size: snapshot.size() }
}
