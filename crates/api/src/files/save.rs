//! Saves a stream as a file, as a whole or not at all: it is written under another name beside its place, and gets its own
//! name when the last byte is on the disk.

use std::path::{Path, PathBuf};

use hwc_transport::ByteStream;
use hwc_transport::clock::Clock;
use tokio::fs::{File, OpenOptions};

use super::write;
use crate::error::Error;

/// Saves all of a stream at `path`, in place of what is there, and gives the number of bytes.
pub(crate) async fn save(from: ByteStream, path: &Path, clock: &dyn Clock) -> Result<u64, Error> {
    let failed = |error| Error::file(format!("`{}` cannot be written", path.display()), error);
    let partial = Partial::beside(path, clock)?;
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
    fn beside(path: &Path, clock: &dyn Clock) -> Result<Self, Error> {
        let name = path.file_name().ok_or_else(|| Error::invalid(format!("`{}` names no file", path.display())))?;
        let name = format!(".{}.{:016x}.part", name.to_string_lossy(), clock.random());
        Ok(Self(path.with_file_name(name)))
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
