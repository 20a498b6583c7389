//! Local files: filters, and scanning a tree.

mod filter;
mod scan;

pub use filter::SyncFilter;
pub(crate) use scan::{LocalFile, LocalScan, ScanItem};
