//! Atomic file writes for recordings, downloads and exports.

mod atomic;
mod device;
mod link;
mod part;
mod rename;

pub use atomic::{Access, AtomicFile};
pub use device::is_device_name;
