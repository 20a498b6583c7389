//! Sending the parts of an upload.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use hwc_api::Body;
use hwc_api::koodrive::UploadPart;

use super::UploadOutcome;
use super::links::PartLinks;
use super::run::UploadRun;
use crate::error::{Error, Result};
use crate::journal::UploadRecord;
use crate::local::FileStamp;
use crate::transfer::{FileProgress, counted};

/// The number of URLs that are tried for one part.
const MAX_URLS: u32 = 3;

/// The minimum speed in bytes per second, used to extend the timeouts.
const MIN_BYTES_PER_SECOND: u64 = 50_000;

/// The timeout of a part without content.
const MIN_TIMEOUT: Duration = Duration::from_secs(60);

impl UploadRun<'_> {
    /// Sends the missing parts and completes the upload.
    pub(super) async fn send(
        &self,
        record: &UploadRecord,
        parts: Vec<UploadPart>,
        stamp: FileStamp,
    ) -> Result<UploadOutcome> {
        let links = PartLinks::new(self.drive, record, parts);
        let progress = Arc::new(self.progress(record.length, record.done_bytes()));
        let missing = (1..=record.part_count()).filter(|number| !record.done.contains(number));
        let concurrency = if record.states.is_empty() { 1 } else { self.drive.0.options.concurrency };
        let sending = stream::iter(missing).map(|number| self.send_part(record, &links, number, &progress));
        sending.buffer_unordered(concurrency).try_collect::<()>().await?;
        if self.source.stamp()? != stamp {
            return Err(self.changed());
        }
        self.complete(record).await
    }

    /// Sends one part, with a new URL if the first one has expired.
    async fn send_part(
        &self,
        record: &UploadRecord,
        links: &PartLinks<'_>,
        number: u32,
        progress: &Arc<FileProgress>,
    ) -> Result<()> {
        let (start, length) = record.part_range(number);
        let _reserved = self.drive.0.budget.reserve(length).await;
        let timeout = MIN_TIMEOUT + Duration::from_secs(length / MIN_BYTES_PER_SECOND);
        let mut tried = 0;
        loop {
            let url = links.url(number).await?;
            let progress = Arc::clone(progress);
            let body = Body::file_range(self.source.path(), start, length);
            let body = counted(body, move |bytes| progress.part(number, bytes));
            let call = self.drive.client().upload_presigned(&url, body);
            tried += 1;
            match call.attempt_timeout(timeout).timeout(timeout * 2).send().await.map_err(Error::from) {
                Ok(()) => return self.drive.journal().finish_upload_part(&self.key, number),
                // The storage sends 403 for an expired URL.
                Err(error) if error.status() == Some(403) && tried < MAX_URLS => links.discard(&url).await,
                Err(error) => return Err(self.unsent(error)),
            }
        }
    }

    /// Returns the error for a part that was not sent. A source that became shorter is the reason for any of them.
    fn unsent(&self, error: Error) -> Error {
        let is_shorter = |stamp: FileStamp| {
            self.drive.journal().find_upload(&self.key).is_ok_and(|record| {
                record.is_some_and(|record| (record.length, record.modified) != (stamp.length, stamp.modified))
            })
        };
        match self.source.stamp() {
            Ok(stamp) if is_shorter(stamp) => self.changed(),
            Ok(_) => error,
            Err(missing) => missing,
        }
    }
}
