//! Files that are read: a stream of the content from any position.

use std::fmt;
use std::io::SeekFrom;

use axum::http::StatusCode;
use bytes::{Buf, Bytes};
use dav_server::fs::{DavFile, DavMetaData, FsError, FsFuture, FsResult};
use futures_util::FutureExt;
use hwc_api::ByteStream;
use hwc_drive::{DownloadSource, Drive, Entry};

use super::metadata::EntryMetadata;
use super::report;
use super::verified::ContentCheck;
use crate::context::RequestContext;
use crate::failure::Failure;

/// The number of interruptions after which a read fails.
const MAX_INTERRUPTIONS: u32 = 4;

/// A file that is read.
pub(super) struct ReadFile {
    drive: Drive,
    entry: Entry,
    context: RequestContext,
    position: u64,
    /// The content from `position` on, after `chunk`.
    stream: Option<ByteStream>,
    chunk: Bytes,
    interruptions: u32,
    check: ContentCheck,
}

impl ReadFile {
    pub(super) fn new(drive: &Drive, entry: Entry, context: &RequestContext) -> Self {
        Self {
            drive: drive.clone(),
            context: context.clone(),
            position: 0,
            stream: None,
            chunk: Bytes::new(),
            interruptions: 0,
            check: ContentCheck::new(&entry),
            entry,
        }
    }

    /// Returns the next bytes, at most `count`. None are left at the end.
    async fn read(&mut self, count: usize) -> Result<Bytes, Failure> {
        if self.position >= self.entry.size || count == 0 {
            return Ok(Bytes::new());
        }
        while self.chunk.is_empty() {
            self.receive().await?;
        }
        let bytes = self.chunk.split_to(count.min(self.chunk.len()));
        self.check.add(self.position, &bytes);
        self.position += bytes.len() as u64;
        // The last bytes are withheld from the client, so that it does not take the content for complete.
        if self.check.is_damaged(self.entry.size) {
            let reason = format!("the content of `{}` is not the one that the service announced", self.entry.name);
            return Err(Failure::new(StatusCode::BAD_GATEWAY, reason));
        }
        Ok(bytes)
    }

    /// Receives the next chunk. After an interruption, the stream continues where it ended.
    async fn receive(&mut self) -> Result<(), Failure> {
        let Some(stream) = &mut self.stream else {
            let source = DownloadSource::file(self.entry.clone());
            let left = self.entry.size - self.position;
            self.stream = Some(self.drive.read_range(&source, self.position, left).await?);
            return Ok(());
        };
        if let Some(Ok(chunk)) = stream.next().await {
            self.chunk = chunk;
            return Ok(());
        }
        self.stream = None;
        self.interruptions += 1;
        if self.interruptions < MAX_INTERRUPTIONS {
            return Ok(());
        }
        let reason = format!("the connection to the storage was lost while `{}` was read", self.entry.name);
        Err(Failure::new(StatusCode::BAD_GATEWAY, reason))
    }

    fn seek_to(&mut self, position: u64) -> u64 {
        if position != self.position {
            (self.position, self.stream, self.chunk) = (position, None, Bytes::new());
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
