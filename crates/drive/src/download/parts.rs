//! Receiving the parts of a download and writing them at their places.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};

use futures_util::{StreamExt, TryStreamExt, stream};
use hwc_api::ByteStream;
use hwc_api::transport::bytes::Bytes;
use hwc_transport::blocking::{BlockingTask, spawn};

use super::links::FileLink;
use super::run::DownloadRun;
use crate::error::{Error, Result};
use crate::journal::DownloadRecord;
use crate::transfer::{FileProgress, PIECE};

/// The number of attempts for one part. Each one continues after the bytes of the one before.
const MAX_ATTEMPTS: u32 = 4;

impl DownloadRun<'_> {
    /// Receives the missing parts.
    pub(super) async fn receive(
        &self,
        record: &DownloadRecord,
        link: &FileLink<'_>,
        progress: &FileProgress,
    ) -> Result<()> {
        let missing = (0..record.part_count()).filter(|number| !record.done.contains(number));
        let receiving = stream::iter(missing).map(|number| async move {
            let _reserved = self.drive.0.budget.reserve(record.part_range(number).1.min(PIECE)).await;
            self.receive_part(record, link, number, progress).await?;
            match record.part_count() {
                1 => Ok(()),
                _ => self.drive.journal().finish_download_part(&self.key, number),
            }
        });
        receiving.buffer_unordered(self.drive.0.options.concurrency).try_collect::<()>().await
    }

    /// Receives one part, in several attempts if needed.
    async fn receive_part(
        &self,
        record: &DownloadRecord,
        link: &FileLink<'_>,
        number: u32,
        progress: &FileProgress,
    ) -> Result<()> {
        let (start, length) = record.part_range(number);
        let mut file = PartFile::new(self.target.open_part(&self.part, self.path).await?, start);
        for attempt in 1.. {
            let left = length - file.written;
            let report = |bytes| progress.part(number, bytes);
            let outcome = self.receive_range(link, &mut file, left, record.part_count() == 1, &report).await;
            match outcome {
                Ok(()) if file.written == length => break,
                Ok(()) if attempt < MAX_ATTEMPTS => {}
                Ok(()) => return Err(self.incomplete(file.written, length)),
                Err(error) if attempt < MAX_ATTEMPTS && is_transient(&error) => {}
                Err(error) => return Err(error),
            }
        }
        // A file of one part is synced when it gets its name.
        let written = if record.part_count() == 1 { file.flushed().await } else { file.sync().await };
        written.map_err(|error| Error::io("write", &self.target.join(self.path), error))
    }

    /// Receives the next bytes of a part in one response.
    async fn receive_range(
        &self,
        link: &FileLink<'_>,
        file: &mut PartFile,
        left: u64,
        is_whole: bool,
        report: &(dyn Fn(u64) + Sync),
    ) -> Result<()> {
        let url = link.url().await?;
        let mut call = self.drive.client().fetch_presigned(&url);
        if !is_whole || file.written > 0 {
            call = call.range(file.position(), left);
        }
        let stream = match call.stream().await.map_err(Error::from) {
            Err(error) if error.status() == Some(403) => {
                link.discard(&url).await;
                return Err(error);
            }
            stream => stream?,
        };
        self.write_stream(stream, file, left, report).await
    }

    /// Writes each chunk while the next one is received.
    async fn write_stream(
        &self,
        mut stream: ByteStream,
        file: &mut PartFile,
        left: u64,
        report: &(dyn Fn(u64) + Sync),
    ) -> Result<()> {
        let mut left = left;
        let failed = |error| Error::io("write", &self.target.join(self.path), error);
        while let Some(chunk) = stream.next().await {
            let Ok(chunk) = chunk else { break };
            let Some(rest) = left.checked_sub(chunk.len() as u64) else {
                return Err(self.incomplete(file.written + chunk.len() as u64, file.written + left));
            };
            left = rest;
            file.write(chunk).await.map_err(failed)?;
            report(file.written);
        }
        file.flushed().await.map_err(failed)
    }

    fn incomplete(&self, received: u64, expected: u64) -> Error {
        let reason = format!("{received} bytes were received in place of {expected}");
        Error::Damaged { path: self.source.entry.name.clone(), reason }
    }
}

/// Returns true for errors after which the next attempt may succeed: an expired URL, or a failure on the way.
fn is_transient(error: &Error) -> bool {
    match error {
        Error::Api(api) => error.status() == Some(403) || api.is_retryable(),
        _ => false,
    }
}

/// A temporary file that is written from one position on.
struct PartFile {
    /// The file, unless a write is in progress.
    file: Option<File>,
    writing: Option<BlockingTask<io::Result<File>>>,
    start: u64,
    written: u64,
}

impl PartFile {
    fn new(file: File, start: u64) -> Self {
        Self { file: Some(file), writing: None, start, written: 0 }
    }

    fn position(&self) -> u64 {
        self.start + self.written
    }

    /// Starts writing a chunk after the one before is written.
    async fn write(&mut self, chunk: Bytes) -> io::Result<()> {
        self.flushed().await?;
        let mut file = self.file.take().ok_or_else(closed)?;
        let position = self.position();
        self.written += chunk.len() as u64;
        self.writing = Some(spawn(move || {
            file.seek(SeekFrom::Start(position))?;
            file.write_all(&chunk)?;
            Ok(file)
        }));
        Ok(())
    }

    /// Waits for the write in progress.
    async fn flushed(&mut self) -> io::Result<()> {
        if let Some(writing) = self.writing.take() {
            self.file = Some(writing.await.and_then(|written| written)?);
        }
        Ok(())
    }

    /// Waits until the content is on the disk.
    async fn sync(&mut self) -> io::Result<()> {
        self.flushed().await?;
        let file = self.file.take().ok_or_else(closed)?;
        self.file = Some(spawn(move || file.sync_data().map(|()| file)).await.and_then(|synced| synced)?);
        Ok(())
    }
}

fn closed() -> io::Error {
    io::Error::other("an earlier write failed")
}
