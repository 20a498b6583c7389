//! Parts that uploads and downloads share: hashes, events, and the limit of bytes in flight.

mod budget;
mod content_hash;
mod counted_body;
mod event;
mod file_progress;
mod options;

pub(crate) use budget::Budget;
pub(crate) use content_hash::{ContentHash, HashPlan, finish_hex, hash_file, hash_open_file, sha256_hex};
pub(crate) use counted_body::counted;
pub use event::{EventSink, EventStream, TransferEvent};
pub(crate) use file_progress::FileProgress;
pub(crate) use options::PIECE;
pub use options::TransferOptions;
