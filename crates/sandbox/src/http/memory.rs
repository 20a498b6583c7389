//! The memory of request bodies and unread responses, counted over all connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hwc_transport::bytes::Bytes;

/// The memory of a server. Clones share one count.
#[derive(Clone)]
pub(crate) struct Memory {
    limit: usize,
    used: Arc<AtomicUsize>,
}

/// A reserved part of the memory, released on drop.
pub(crate) struct Reserved {
    memory: Memory,
    bytes: usize,
}

impl Memory {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, used: Arc::default() }
    }

    /// Reserves nothing yet.
    pub(crate) fn start(&self) -> Reserved {
        Reserved { memory: self.clone(), bytes: 0 }
    }

    /// Counts `bytes`, unless they exceed the limit.
    pub(crate) fn reserve(&self, bytes: usize) -> Option<Reserved> {
        let mut reserved = self.start();
        reserved.grow(bytes).then_some(reserved)
    }

    /// Counts `bytes`, even if they exceed the limit.
    pub(crate) fn take(&self, bytes: usize) -> Reserved {
        self.used.fetch_add(bytes, Ordering::Relaxed);
        Reserved { memory: self.clone(), bytes }
    }
}

impl Reserved {
    /// Counts more bytes. Returns false, and counts nothing, if they exceed the limit.
    pub(crate) fn grow(&mut self, bytes: usize) -> bool {
        let limit = self.memory.limit;
        let grown = |used: usize| used.checked_add(bytes).filter(|all| *all <= limit);
        let is_within = self.memory.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, grown).is_ok();
        if is_within {
            self.bytes += bytes;
        }
        is_within
    }

    /// Ties the reservation to its bytes: it is released when they are dropped.
    pub(crate) fn hold(self, bytes: impl AsRef<[u8]> + Send + 'static) -> Bytes {
        Bytes::from_owner(Held { bytes, _reserved: self })
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        self.memory.used.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

struct Held<T> {
    bytes: T,
    _reserved: Reserved,
}

impl<T: AsRef<[u8]>> AsRef<[u8]> for Held<T> {
    fn as_ref(&self) -> &[u8] {
        self.bytes.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_counted_while_they_exist() {
        let memory = Memory::new(10);
        let mut reserved = memory.reserve(6).unwrap();
        assert!(memory.reserve(5).is_none() && !reserved.grow(5) && reserved.grow(4));
        let held = reserved.hold(vec![0; 10]);
        assert!(memory.reserve(1).is_none());
        let part = held.slice(..1);
        drop(held);
        assert!(memory.reserve(1).is_none(), "a part keeps all");
        drop(part);
        assert!(memory.reserve(10).is_some());
        let forced = memory.take(20);
        assert!(memory.reserve(1).is_none());
        drop(forced);
        assert!(memory.reserve(10).is_some());
    }
}
