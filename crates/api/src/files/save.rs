//! Saves a stream as a file, as a whole or not at all: it is written under another name beside its place, and gets its own
//! name when the last byte is on the disk.

use std::path::{Path, PathBuf};

use hwc_transport::ByteStream;
use hwc_transport::clock::Clock;
use tokio::fs::{File, OpenOptions};

use super::write;
use crate::error::Error;

/// Saves all of a stream at `path`, in place of the file that is there, and gives the number of bytes. Where a link leads, is
/// where the file is; and what is no file, a device or a pipe, is written to as it is.
pub(crate) async fn save(from: ByteStream, path: &Path, clock: &dyn Clock) -> Result<u64, Error> {
    let failed = |error| Error::file(format!("`{}` cannot be written", path.display()), error);
    path.file_name().ok_or_else(|| Error::invalid(format!("`{}` names no file", path.display())))?;
    let path = &std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if std::fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        let mut device = OpenOptions::new().write(true).open(path).await.map_err(failed)?;
        return write(from, &mut device).await;
    }
    let partial = Partial::beside(path, clock);
    let mut file = partial.create().await.map_err(failed)?;
    let written = write(from, &mut file).await?;
    file.sync_all().await.map_err(failed)?;
    drop(file);
    tokio::fs::rename(&partial.0, path).await.map_err(failed)?;
    Ok(written)
}

/// A file that is not complete yet. It goes away with this value, unless it has been given another name.
struct Partial(PathBuf);

impl Partial {
    /// A new name, without that of the file itself, which may be as long as names can be.
    fn beside(path: &Path, clock: &dyn Clock) -> Self {
        Self(path.with_file_name(format!(".hwc-{:016x}.part", clock.random())))
    }

    async fn create(&self) -> std::io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(&self.0).await
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // It has its own name by now, or nobody needs it.
        let _ = std::fs::remove_file(&self.0);
    }
}
