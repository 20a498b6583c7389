//! File transfers: progress reporting, and atomic writes to disk.

mod download_stream;
mod progress;
#[cfg(feature = "system-clock")]
mod save;
#[cfg(feature = "system-clock")]
mod write;

pub use download_stream::DownloadStream;
pub use progress::Progress;
pub(crate) use progress::{ProgressCallback, with_progress};
#[cfg(feature = "system-clock")]
pub(crate) use save::save;
#[cfg(feature = "system-clock")]
pub(crate) use write::write;
