//! Files that are there as a whole or not at all. Recordings, downloads and exports are all written by this module.

mod atomic;
mod device;
mod link;
mod part;
mod rename;

pub use atomic::{Access, AtomicFile};
pub use device::is_device_name;
