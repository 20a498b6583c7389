//! Local files: filters, and scanning a tree.

mod filter;
mod scan;
mod stamp;

pub use filter::SyncFilter;
pub(crate) use scan::{LocalFile, LocalScan, ScanItem};
pub(crate) use stamp::FileStamp;
