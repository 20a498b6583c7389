//! Files that are written: a temporary file that is uploaded at the end.

use std::io::SeekFrom;

use axum::http::StatusCode;
use bytes::{Buf, Bytes};
use dav_server::fs::{DavFile, DavMetaData, FsError, FsFuture};
use futures_util::FutureExt;
use hwc_drive::{DownloadSource, Drive, Entry, Error, NamePolicy, RemotePath, SpoolFile};

use super::metadata::EntryMetadata;
use super::read_file::seek_position;
use super::report;
use crate::context::RequestContext;
use crate::failure::Failure;

/// A file that is written. If it is dropped before [`flush`](DavFile::flush), as when a client disconnects, nothing is
/// uploaded.
#[derive(Debug)]
pub(super) struct WriteFile {
    drive: Drive,
    path: RemotePath,
    /// The policy for a file at the path.
    policy: NamePolicy,
    context: RequestContext,
    /// The received content, until it is uploaded.
    spool: Option<SpoolFile>,
    position: u64,
    /// The number of bytes that the client announced, if it did.
    announced: Option<u64>,
    received: u64,
    /// True if all bytes go to the end, whatever the position is.
    appends: bool,
    stored: Option<Entry>,
}

impl WriteFile {
    pub(super) async fn create(
        drive: &Drive,
        (path, policy): (RemotePath, NamePolicy),
        announced: Option<u64>,
        context: &RequestContext,
    ) -> Result<Self, Failure> {
        let spool = Some(SpoolFile::create().await?);
        let (drive, context) = (drive.clone(), context.clone());
        Ok(Self {
            drive,
            path,
            policy,
            context,
            spool,
            position: 0,
            announced,
            received: 0,
            appends: false,
            stored: None,
        })
    }

    /// Loads the present content, of which the request replaces a part.
    pub(super) async fn load(&mut self, entry: Entry, append: bool) -> Result<(), Failure> {
        let source = DownloadSource::file(entry);
        let mut content = self.drive.read_verified(&source, 0, source.size()).await?;
        while let Some(chunk) = content.try_next().await? {
            self.write(chunk).await?;
        }
        (self.received, self.appends) = (0, append);
        Ok(())
    }

    async fn write(&mut self, bytes: Bytes) -> Result<(), Failure> {
        let Some(spool) = &mut self.spool else { return Err(closed()) };
        let length = bytes.len() as u64;
        spool.write_at(self.position, bytes).await?;
        self.position += length;
        self.received += length;
        Ok(())
    }

    /// Stores an empty file, unless another client created one meanwhile.
    pub(super) async fn store_empty(&mut self) -> Result<(), Failure> {
        match self.store().await {
            Err(failure) if failure.status == StatusCode::PRECONDITION_FAILED => Ok(()),
            outcome => outcome,
        }
    }

    /// Uploads the content. The policy decides about a file at the path.
    pub(super) async fn store(&mut self) -> Result<(), Failure> {
        let Some(spool) = self.spool.take() else { return Err(closed()) };
        if let Some(announced) = self.announced.filter(|announced| *announced != self.received) {
            let reason = format!("{} bytes were received, and {announced} were announced", self.received);
            return Err(Failure::new(StatusCode::BAD_REQUEST, reason));
        }
        let source = spool.into_source(self.path.to_string());
        let uploaded = self.drive.upload_current(&source, &self.path, self.policy).await;
        let outcome = uploaded.map_err(|error| self.upload_failure(error))?;
        let stored = self.drive.find_cached(&self.path).await?;
        // An upload without a transfer returns no times.
        let stored = stored.filter(|entry| entry.id == outcome.file_id && entry.edited_at.is_some());
        self.stored = Some(match stored {
            Some(entry) => entry,
            None => self.drive.entry(&outcome.file_id).await?,
        });
        Ok(())
    }

    /// Returns the failure of an upload. A file that must not exist is a condition of the request.
    fn upload_failure(&self, error: Error) -> Failure {
        match error {
            Error::Exists { .. } => {
                // Another client created it since its folder was read.
                self.drive.refresh();
                Failure::new(StatusCode::PRECONDITION_FAILED, error.to_string())
            }
            error => error.into(),
        }
    }
}

fn closed() -> Failure {
    Failure::new(StatusCode::INTERNAL_SERVER_ERROR, "the file is closed already")
}

impl DavFile for WriteFile {
    fn metadata(&'_ mut self) -> FsFuture<'_, Box<dyn DavMetaData>> {
        let stored = self.stored.clone().ok_or(FsError::GeneralFailure);
        async move { stored.map(|entry| Box::new(EntryMetadata(entry)) as Box<dyn DavMetaData>) }.boxed()
    }

    fn write_buf(&'_ mut self, mut buffer: Box<dyn Buf + Send>) -> FsFuture<'_, ()> {
        let bytes = buffer.copy_to_bytes(buffer.remaining());
        self.write_bytes(bytes)
    }

    fn write_bytes(&'_ mut self, bytes: Bytes) -> FsFuture<'_, ()> {
        async move {
            let outcome = self.write(bytes).await;
            report(outcome, &self.context)
        }
        .boxed()
    }

    fn read_bytes(&'_ mut self, _: usize) -> FsFuture<'_, Bytes> {
        async { Err(FsError::Forbidden) }.boxed()
    }

    fn seek(&'_ mut self, target: SeekFrom) -> FsFuture<'_, u64> {
        // A gap before the new bytes would be filled with zeros.
        let length = self.spool.as_ref().map_or(0, SpoolFile::len);
        let position = seek_position(target, self.position, length).ok().filter(|position| *position <= length);
        async move {
            let position = position.ok_or(FsError::GeneralFailure)?;
            if !self.appends {
                self.position = position;
            }
            Ok(position)
        }
        .boxed()
    }

    fn flush(&'_ mut self) -> FsFuture<'_, ()> {
        async move {
            let outcome = self.store().await;
            report(outcome, &self.context)
        }
        .boxed()
    }
}
