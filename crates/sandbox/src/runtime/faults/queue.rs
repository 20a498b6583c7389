//! The queue of pending faults.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hwc_transport::clock::Clock;

use super::{Fault, FaultKind, FaultTarget};

/// The pending faults, in the order in which they were added.
#[derive(Default)]
pub(crate) struct FaultQueue(Mutex<State>);

#[derive(Default)]
struct State {
    last_id: u64,
    pending: Vec<InjectedFault>,
}

/// A pending fault of a sandbox.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct InjectedFault {
    /// The ID.
    pub id: u64,
    /// The fault.
    pub fault: Fault,
    /// The number of calls that could have failed so far.
    pub matched: u32,
    /// The number of calls that failed so far.
    pub injected: u32,
}

/// The fault of one call.
#[derive(Clone, Debug)]
pub(crate) struct PlannedFault {
    pub(crate) id: u64,
    pub(crate) kind: FaultKind,
    pub(crate) latency: Duration,
    pub(crate) after_effect: bool,
}

impl FaultQueue {
    /// Adds a fault and returns its ID. A fault that never occurs is not added.
    pub(crate) fn push(&self, fault: Fault) -> u64 {
        let mut state = self.lock();
        state.last_id += 1;
        let id = state.last_id;
        if fault.times != Some(0) {
            state.pending.push(InjectedFault { id, fault, matched: 0, injected: 0 });
        }
        id
    }

    /// Returns true if there are no pending faults.
    pub(crate) fn is_empty(&self) -> bool {
        self.lock().pending.is_empty()
    }

    pub(crate) fn pending(&self) -> Vec<InjectedFault> {
        self.lock().pending.clone()
    }

    /// Removes a fault. Returns false if it is not pending.
    pub(crate) fn remove(&self, id: u64) -> bool {
        let mut state = self.lock();
        let before = state.pending.len();
        state.pending.retain(|pending| pending.id != id);
        state.pending.len() < before
    }

    /// Removes all faults and returns their number.
    pub(crate) fn clear(&self) -> usize {
        std::mem::take(&mut self.lock().pending).len()
    }

    /// Replaces the pending faults by those of a snapshot.
    pub(crate) fn restore(&self, pending: Vec<InjectedFault>) {
        self.lock().pending = pending;
    }

    /// Takes the next fault for this request.
    pub(crate) fn next_for(&self, target: FaultTarget, clock: &dyn Clock) -> Option<PlannedFault> {
        let mut state = self.lock();
        let due = state.pending.iter_mut().find_map(|pending| pending.plan(target, clock))?;
        state.pending.retain(|pending| !pending.is_used_up());
        Some(due)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl InjectedFault {
    /// Counts a call, and decides if it fails.
    fn plan(&mut self, target: FaultTarget, clock: &dyn Clock) -> Option<PlannedFault> {
        if !self.fault.applies_to(target) {
            return None;
        }
        self.matched = self.matched.saturating_add(1);
        let Fault { kind, latency, skip, probability, after_effect, .. } = &self.fault;
        if self.matched <= *skip || (*probability < 1.0 && random(clock) >= *probability) {
            return None;
        }
        self.injected = self.injected.saturating_add(1);
        Some(PlannedFault { id: self.id, kind: kind.clone(), latency: *latency, after_effect: *after_effect })
    }

    fn is_used_up(&self) -> bool {
        self.fault.times.is_some_and(|times| self.injected >= times)
    }
}

/// Returns a random number from 0 to 1.
#[allow(clippy::cast_precision_loss, reason = "a probability needs no more digits")]
fn random(clock: &dyn Clock) -> f64 {
    clock.random() as f64 / u64::MAX as f64
}
