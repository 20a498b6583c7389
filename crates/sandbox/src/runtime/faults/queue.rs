//! The queue of pending faults.

use std::sync::{Mutex, MutexGuard, PoisonError};

use hwc_wire::Operation;

use super::{Fault, FaultKind};

/// The pending faults, in the order in which they were added.
#[derive(Default)]
pub(crate) struct FaultQueue(Mutex<Vec<Fault>>);

impl FaultQueue {
    pub(crate) fn push(&self, fault: Fault) {
        self.lock().push(fault);
    }

    /// Returns true if there are no pending faults.
    pub(crate) fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// Takes the next fault for a call of this operation.
    pub(crate) fn next_for(&self, operation: &Operation) -> Option<FaultKind> {
        let mut faults = self.lock();
        faults.retain(|fault| fault.times > 0);
        let name = operation.full_name();
        let due = faults.iter_mut().find(|fault| fault.operation.as_ref().is_none_or(|wanted| *wanted == name))?;
        due.times -= 1;
        Some(due.kind)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
