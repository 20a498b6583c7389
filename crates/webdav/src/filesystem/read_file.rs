//! Files that are read: a stream of the content from any position.

use std::fmt;
use std::io::SeekFrom;

use bytes::{Buf, Bytes};
use dav_server::fs::{DavFile, DavMetaData, FsError, FsFuture, FsResult};
use futures_util::FutureExt;
use hwc_drive::{ContentStream, DownloadSource, Drive, Entry};

use super::metadata::EntryMetadata;
use super::report;
use crate::context::RequestContext;
use crate::failure::Failure;

/// A file that is read.
pub(super) struct ReadFile {
    drive: Drive,
    entry: Entry,
    context: RequestContext,
    position: u64,
    /// The content from `position` on, after `chunk`.
    content: Option<ContentStream>,
    chunk: Bytes,
}

impl ReadFile {
    pub(super) fn new(drive: &Drive, entry: Entry, context: &RequestContext) -> Self {
        let (drive, context) = (drive.clone(), context.clone());
        Self { drive, entry, context, position: 0, content: None, chunk: Bytes::new() }
    }

    /// Returns the next bytes, at most `count`. None are left at the end.
    async fn read(&mut self, count: usize) -> Result<Bytes, Failure> {
        while self.chunk.is_empty() && count > 0 && self.position < self.entry.size {
            let Some(content) = &mut self.content else {
                let source = DownloadSource::file(self.entry.clone());
                let left = self.entry.size - self.position;
                self.content = Some(self.drive.read_verified(&source, self.position, left).await?);
                continue;
            };
            let Some(chunk) = content.try_next().await? else { break };
            self.chunk = chunk;
        }
        let bytes = self.chunk.split_to(count.min(self.chunk.len()));
        self.position += bytes.len() as u64;
        Ok(bytes)
    }

    fn seek_to(&mut self, position: u64) -> u64 {
        if position != self.position {
            (self.position, self.content, self.chunk) = (position, None, Bytes::new());
        }
        position
    }
}

impl DavFile for ReadFile {
    fn metadata(&'_ mut self) -> FsFuture<'_, Box<dyn DavMetaData>> {
        let metadata = EntryMetadata(self.entry.clone());
        async move { Ok(Box::new(metadata) as Box<dyn DavMetaData>) }.boxed()
    }

    fn write_buf(&'_ mut self, _: Box<dyn Buf + Send>) -> FsFuture<'_, ()> {
        async { Err(FsError::Forbidden) }.boxed()
    }

    fn write_bytes(&'_ mut self, _: Bytes) -> FsFuture<'_, ()> {
        async { Err(FsError::Forbidden) }.boxed()
    }

    fn read_bytes(&'_ mut self, count: usize) -> FsFuture<'_, Bytes> {
        async move {
            let outcome = self.read(count).await;
            report(outcome, &self.context)
        }
        .boxed()
    }

    fn seek(&'_ mut self, target: SeekFrom) -> FsFuture<'_, u64> {
        let position = seek_position(target, self.position, self.entry.size);
        async move { position.map(|position| self.seek_to(position)) }.boxed()
    }

    fn flush(&'_ mut self) -> FsFuture<'_, ()> {
        async { Ok(()) }.boxed()
    }
}

/// Returns the new position of a file.
pub(super) fn seek_position(target: SeekFrom, current: u64, length: u64) -> FsResult<u64> {
    let position = match target {
        SeekFrom::Start(position) => Some(position),
        SeekFrom::End(offset) => length.checked_add_signed(offset),
        SeekFrom::Current(offset) => current.checked_add_signed(offset),
    };
    position.ok_or(FsError::GeneralFailure)
}

impl fmt::Debug for ReadFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadFile").field("entry", &self.entry).field("position", &self.position).finish_non_exhaustive()
    }
}
