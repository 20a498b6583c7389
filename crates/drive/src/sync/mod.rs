//! One-way synchronization: from a local folder to a drive, or from a drive to a local folder.

mod compare;
mod deletions;
mod down;
mod feed;
mod options;
mod report;
mod up;

pub use options::{SyncComparison, SyncOptions};
pub use report::{SyncAction, SyncItem, SyncReport};
