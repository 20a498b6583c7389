//! Contents of files on their way out and in: how far they are, and how they reach a disk as a whole or not at all.

mod incoming;
mod progress;
#[cfg(feature = "tokio")]
mod save;
#[cfg(feature = "tokio")]
mod write;

pub use incoming::Incoming;
pub use progress::Progress;
pub(crate) use progress::{Watcher, counted};
#[cfg(feature = "tokio")]
pub(crate) use save::save;
#[cfg(feature = "tokio")]
pub(crate) use write::write;
