//! Detects cycles in a sequence of cursors, in lists of any length and with constant memory.

use std::collections::VecDeque;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// The requested cursors, as far as they are remembered.
///
/// A cycle of up to 1000 pages is detected as soon as it is closed. For longer cycles, one cursor at a time is remembered,
/// for twice as many pages each time (Brent's cycle detection). They are detected before the third round ends.
#[derive(Debug, Default)]
pub(super) struct CycleDetector {
    recent: VecDeque<u64>,
    anchor: Option<u64>,
    count: u64,
}

const RECENT: usize = 1_000;

impl CycleDetector {
    /// Remembers a requested cursor.
    #[inline]
    pub(super) fn add(&mut self, cursor: &str) {
        let hash = fingerprint(cursor);
        self.count += 1;
        if self.count.is_power_of_two() {
            self.anchor = Some(hash);
        }
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(hash);
    }

    /// Returns true if the cursor is remembered.
    #[inline]
    pub(super) fn contains(&self, cursor: &str) -> bool {
        let hash = fingerprint(cursor);
        self.anchor == Some(hash) || self.recent.contains(&hash)
    }
}

#[inline]
fn fingerprint(cursor: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    cursor.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the number of pages after which a cycle of `length` cursors is detected, after `lead` cursors before it.
    fn steps_to_detection(lead: u64, length: u64) -> u64 {
        let mut cursors = CycleDetector::default();
        let name = |step: u64| if step < lead { step } else { lead + (step - lead) % length };
        let mut step = 0;
        while !cursors.contains(&name(step).to_string()) {
            cursors.add(&name(step).to_string());
            step += 1;
        }
        step
    }

    #[test]
    fn a_short_circle_is_noticed_at_once() {
        for (lead, length) in [(0, 1), (0, 2), (5, 1), (3, 7), (5_000, 1_000)] {
            assert_eq!(steps_to_detection(lead, length), lead + length);
        }
    }

    #[test]
    fn a_long_one_is_noticed_too() {
        for (lead, length) in [(0, 1_001), (10, 5_000), (9_000, 3_000)] {
            let steps = steps_to_detection(lead, length);
            assert!(steps <= 3 * lead.max(length) + length, "{lead} and {length}: {steps}");
        }
    }

    #[test]
    fn memory_does_not_grow() {
        let mut cursors = CycleDetector::default();
        (0..100_000).for_each(|number| cursors.add(&number.to_string()));
        assert!(cursors.recent.capacity() < 2 * RECENT);
    }
}
