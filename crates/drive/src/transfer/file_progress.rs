//! The progress of a file over its parts.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::{EventSink, TransferEvent};

/// The progress of a file over its parts.
#[derive(Debug)]
pub(crate) struct FileProgress {
    path: String,
    events: EventSink,
    /// The sum of the parts, and the bytes of each part that is in flight or was finished here.
    state: Mutex<(u64, BTreeMap<u32, u64>)>,
}

impl FileProgress {
    /// Reports the start of a file of which `done` bytes were transferred before.
    pub(crate) fn start(path: String, total: u64, done: u64, events: &EventSink) -> Self {
        events.send(|| TransferEvent::Started { path: path.clone(), total, done });
        Self { path, events: events.clone(), state: Mutex::new((done, BTreeMap::new())) }
    }

    /// Reports the number of bytes of a part that were transferred so far.
    pub(crate) fn part(&self, number: u32, bytes: u64) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (sum, parts) = &mut *state;
        let before = parts.insert(number, bytes).unwrap_or_default();
        *sum = sum.saturating_sub(before).saturating_add(bytes);
        let bytes = *sum;
        drop(state);
        self.events.send(|| TransferEvent::Progress { path: self.path.clone(), bytes });
    }
}
