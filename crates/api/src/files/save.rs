//! Saves a stream as a file, as a whole or not at all: it is written under another name beside its place, and gets its own
//! name when the last byte is on the disk.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use hwc_transport::ByteStream;
use hwc_transport::clock::Clock;
use tokio::task::{JoinHandle, spawn_blocking};

use crate::error::Error;

/// Saves all of a stream at `path`, in place of the file that is there, and gives the number of bytes. Where a link leads, is
/// where the file is; and what is no file, a device or a pipe, is written to as it is.
pub(crate) async fn save(from: ByteStream, path: &Path, clock: &dyn Clock) -> Result<u64, Error> {
    let failed = |error| Error::file(format!("`{}` cannot be written", path.display()), error);
    path.file_name().ok_or_else(|| Error::invalid(format!("`{}` names no file", path.display())))?;
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if std::fs::metadata(&path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        let device = spawn_blocking(|| OpenOptions::new().write(true).open(path));
        return Ok(fill(done(device).await.map_err(failed)?, from).await?.1);
    }
    let partial = Partial::beside(&path, clock);
    let (file, written) = fill(partial.create().map_err(failed)?, from).await?;
    let complete = partial.0.clone();
    let kept = spawn_blocking(|| {
        file.sync_all()?;
        drop(file);
        std::fs::rename(complete, path)
    });
    done(kept).await.map_err(failed)?;
    Ok(written)
}

/// Writes a piece while the next one is on its way. Gives the file back, with the number of bytes.
async fn fill(file: File, mut from: ByteStream) -> Result<(File, u64), Error> {
    let broken = |error| Error::file("the content cannot be written".to_owned(), error);
    let (mut written, mut writing) = (0, spawn_blocking(|| Ok(file)));
    while let Some(chunk) = from.next().await {
        let mut file = done(writing).await.map_err(broken)?;
        let chunk = chunk.map_err(Error::body)?;
        written += chunk.len() as u64;
        writing = spawn_blocking(move || file.write_all(&chunk).map(|()| file));
    }
    Ok((done(writing).await.map_err(broken)?, written))
}

/// What a thread for work that blocks gave.
async fn done<T>(work: JoinHandle<io::Result<T>>) -> io::Result<T> {
    work.await.map_err(io::Error::other)?
}

/// A file that is not complete yet. It goes away with this value, unless it has been given another name.
struct Partial(PathBuf);

impl Partial {
    /// A new name, without that of the file itself, which may be as long as names can be.
    fn beside(path: &Path, clock: &dyn Clock) -> Self {
        Self(path.with_file_name(format!(".hwc-{:016x}.part", clock.random())))
    }

    fn create(&self) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(&self.0)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        // It has its own name by now, or nobody needs it.
        let _ = std::fs::remove_file(&self.0);
    }
}
