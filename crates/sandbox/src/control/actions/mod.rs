//! The actions of the control API, by subject.

pub(super) mod clock;
pub(super) mod data;
pub(super) mod drive;
pub(super) mod engineer;
pub(super) mod faults;
pub(super) mod forks;
pub(super) mod info;
pub(super) mod overview;
pub(super) mod requests;
pub(super) mod snapshots;

use schemars::JsonSchema;
use serde::Serialize;

/// The number of things that were removed.
#[derive(Serialize, JsonSchema)]
pub(super) struct Removed {
    /// The number.
    removed: usize,
}
