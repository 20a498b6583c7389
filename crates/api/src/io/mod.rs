//! File transfers: progress reporting, and atomic writes to disk.

mod download_stream;
mod progress;
#[cfg(feature = "tokio")]
mod save;
#[cfg(feature = "tokio")]
mod write;

pub use download_stream::DownloadStream;
pub use progress::Progress;
pub(crate) use progress::{ProgressCallback, with_progress};
#[cfg(feature = "tokio")]
pub(crate) use save::save;
#[cfg(feature = "tokio")]
pub(crate) use write::write;
