//! Contents that are read without a local copy: streams that continue after interruptions and verify whole contents.

use std::fmt;

use hwc_api::ByteStream;
use hwc_api::transport::bytes::Bytes;
use sha2::{Digest, Sha256};

use super::DownloadSource;
use crate::drive::Drive;
use crate::error::{Error, Result};
use crate::transfer::finish_hex;

/// The number of interruptions after which a read fails.
const MAX_INTERRUPTIONS: u32 = 4;

/// The content of a file, or a part of it, as a stream.
///
/// After an interruption, the stream continues behind the received bytes. A content that is read whole is compared with the
/// hash of the service, and its last bytes are withheld if it differs.
pub struct ContentStream {
    drive: Drive,
    source: DownloadSource,
    position: u64,
    end: u64,
    /// The content from `position` on, unless it was interrupted.
    stream: Option<ByteStream>,
    interruptions: u32,
    /// The hash of the received bytes, if there is one to compare it with.
    hash: Option<Sha256>,
}

impl Drive {
    /// Returns a part of the content of a file as a stream that continues after interruptions. The part must be within the
    /// content. If it is the whole content, it is compared with the hash of the service.
    ///
    /// ```
    /// # async fn example(drive: hwc_drive::Drive) -> hwc_drive::Result<()> {
    /// use hwc_drive::DownloadSource;
    ///
    /// let source = DownloadSource::file(drive.resolve_file(&"/Reports/data.csv".parse()?).await?);
    /// let mut stream = drive.read_verified(&source, 0, source.size()).await?;
    /// while let Some(chunk) = stream.try_next().await? {
    ///     println!("{} bytes", chunk.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of the calls.
    pub async fn read_verified(&self, source: &DownloadSource, start: u64, length: u64) -> Result<ContentStream> {
        let is_whole = start == 0 && length == source.size();
        Ok(ContentStream {
            drive: self.clone(),
            source: source.clone(),
            position: start,
            end: start.saturating_add(length),
            stream: Some(self.read_range(source, start, length).await?),
            interruptions: 0,
            hash: source.sha256().filter(|_| is_whole).map(|_| Sha256::new()),
        })
    }
}

impl ContentStream {
    /// Waits for the next chunk. `None` marks the end.
    ///
    /// # Errors
    /// Returns [`Error::Changed`] if the file gets another content meanwhile, [`Error::Damaged`] if the content is not that
    /// of the service or is interrupted too often, and the errors of the calls.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>> {
        while self.position < self.end {
            let Some(stream) = &mut self.stream else {
                self.stream = Some(self.reopen().await?);
                continue;
            };
            match stream.next().await {
                Some(Ok(chunk)) => return self.accept(chunk).await.map(Some),
                _ => self.interrupted()?,
            }
        }
        Ok(None)
    }

    /// Opens the rest of the content, unless the file has another one now.
    async fn reopen(&self) -> Result<ByteStream> {
        if self.source.revision.is_none() {
            let now = self.drive.entry(&self.source.entry.id).await?;
            if now.sha256 != self.source.entry.sha256 || now.size != self.source.entry.size {
                return Err(Error::Changed { path: self.source.entry.name.clone() });
            }
        }
        self.drive.read_range(&self.source, self.position, self.end - self.position).await
    }

    fn interrupted(&mut self) -> Result<()> {
        self.stream = None;
        self.interruptions += 1;
        if self.interruptions < MAX_INTERRUPTIONS {
            return Ok(());
        }
        let reason = format!("the connection was lost {MAX_INTERRUPTIONS} times");
        Err(Error::Damaged { path: self.source.entry.name.clone(), reason })
    }

    /// Adds a chunk, and verifies the content if it is the last one.
    async fn accept(&mut self, chunk: Bytes) -> Result<Bytes> {
        let left = self.end - self.position;
        if chunk.len() as u64 > left {
            let reason = format!("{} bytes were received in place of {left}", chunk.len());
            return Err(Error::Damaged { path: self.source.entry.name.clone(), reason });
        }
        self.position += chunk.len() as u64;
        let Some(hash) = &mut self.hash else { return Ok(chunk) };
        hash.update(&chunk);
        if self.position == self.end
            && let (Some(hash), Some(expected)) = (self.hash.take(), self.source.sha256())
        {
            let received = finish_hex(hash);
            if received != expected {
                return Err(wrong_hash(&self.drive, &self.source, expected, &received).await);
            }
        }
        Ok(chunk)
    }
}

impl fmt::Debug for ContentStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { source, position, end, interruptions, .. } = self;
        let mut text = f.debug_struct("ContentStream");
        text.field("source", source).field("position", position).field("end", end);
        text.field("interruptions", interruptions).finish_non_exhaustive()
    }
}

/// Returns the error for another hash: the file changed at the service, or the content was damaged.
pub(super) async fn wrong_hash(drive: &Drive, source: &DownloadSource, expected: &str, received: &str) -> Error {
    let path = source.entry.name.clone();
    match drive.entry(&source.entry.id).await {
        Ok(now) if now.sha256 != source.entry.sha256 => Error::Changed { path },
        _ => Error::Damaged { path, reason: format!("its SHA-256 is {received} in place of {expected}") },
    }
}
