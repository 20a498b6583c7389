//! The named snapshots and the forks that the control API keeps for a sandbox.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::task::AbortHandle;

use super::ControlToken;
use crate::runtime::snapshot::Snapshot;

/// The named snapshots and the forks of a sandbox.
#[derive(Default)]
pub(crate) struct ControlState(Mutex<Kept>);

/// The content of a [`ControlState`].
#[derive(Default)]
pub(super) struct Kept {
    pub(super) snapshots: BTreeMap<String, Snapshot>,
    pub(super) forks: BTreeMap<u64, RunningFork>,
    pub(super) last_fork: u64,
}

/// A fork that is served until it is dropped.
pub(super) struct RunningFork {
    pub(super) url: String,
    pub(super) token: ControlToken,
    pub(super) task: AbortHandle,
}

impl ControlState {
    pub(super) fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for RunningFork {
    fn drop(&mut self) {
        self.task.abort();
    }
}
