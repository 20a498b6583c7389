//! Saves a stream to a file with an atomic write.

use std::io::{self, Write};
use std::path::Path;

use hwc_transport::ByteStream;
use hwc_transport::blocking::{BlockingTask, spawn};
use hwc_transport::file::{Access, AtomicFile};

use crate::error::Error;

/// Saves a stream at `path`, replaces an existing file, and returns the number of bytes.
#[inline]
pub(crate) async fn save(from: ByteStream, path: &Path) -> Result<u64, Error> {
    let failed = |error| Error::file(format!("`{}` cannot be written", path.display()), error);
    path.file_name().ok_or_else(|| Error::invalid(format!("`{}` names no file", path.display())))?;
    let target = path.to_owned();
    let created = spawn(move || AtomicFile::create(&target, Access::Umask));
    let (file, written) = fill(done(created).await.map_err(failed)?, from).await?;
    let committed = spawn(|| file.sync().and_then(|()| file.commit()));
    done(committed).await.map_err(failed)?;
    Ok(written)
}

/// Writes each chunk while the next one is received. Returns the file with the number of bytes.
#[inline]
async fn fill(file: AtomicFile, mut from: ByteStream) -> Result<(AtomicFile, u64), Error> {
    let broken = |error| Error::file("the content cannot be written".to_owned(), error);
    let (mut written, mut writing) = (0, spawn(|| Ok(file)));
    while let Some(chunk) = from.next().await {
        let mut file = done(writing).await.map_err(broken)?;
        let chunk = chunk.map_err(Error::response_body)?;
        written += chunk.len() as u64;
        writing = spawn(move || file.write_all(&chunk).map(|()| file));
    }
    Ok((done(writing).await.map_err(broken)?, written))
}

/// Waits for work on a blocking thread.
async fn done<T>(work: BlockingTask<io::Result<T>>) -> io::Result<T> {
    work.await?
}
