//! Concurrent uploads of files, with an outcome for each file.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream;
use hwc_models::osm::{AccessoryId, AccessoryPurpose, DeleteAccessories, UploadAccessory, UploadKind, UploadNotes};
use hwc_wire::{ErrorClass, FilePart, Request};

use super::limits::size;
use super::names::distinct;
use crate::core::BoxFuture;
use crate::error::{Error, ErrorKind};
use crate::io::Progress;
use crate::workflows::tickets::Tickets;

/// The default number of concurrent uploads.
const DEFAULT_CONCURRENCY: usize = 3;

/// The minimum upload speed in bytes per second, used to extend the timeouts.
const MIN_BYTES_PER_SECOND: u64 = 50_000;

/// An uploaded file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadedFile {
    /// The name of the file at the service.
    pub file_name: String,
    /// A name that is unique in the workflow. If several files have the same name, it includes parent directories or a
    /// number.
    pub distinct_name: String,
    /// The ID of the attachment.
    pub accessory_id: AccessoryId,
}

/// Options for uploads.
#[derive(Clone)]
pub(in crate::workflows::tickets) struct UploadOptions {
    /// The number of concurrent uploads.
    pub(in crate::workflows::tickets) concurrency: usize,
    /// The progress callback, called with the distinct name of the file.
    pub(in crate::workflows::tickets) callback: Option<UploadProgressCallback>,
}

type UploadProgressCallback = Arc<dyn Fn(&str, Progress) + Send + Sync>;

impl Default for UploadOptions {
    fn default() -> Self {
        Self { concurrency: DEFAULT_CONCURRENCY, callback: None }
    }
}

/// Defines the setters of the options, on a type with the method `uploads_mut`.
macro_rules! upload_setters {
    () => {
        /// Sets the number of concurrent uploads. Default: 3. Must be at least 1; 0 counts as 1.
        pub fn concurrency(mut self, concurrency: usize) -> Self {
            if let Some(uploads) = self.uploads_mut() {
                uploads.concurrency = concurrency.max(1);
            }
            self
        }

        /// Sets a progress callback, called with the distinct name of a file for each chunk that is sent. The uploads wait
        /// for it, so it should return quickly.
        pub fn on_progress(mut self, callback: impl Fn(&str, crate::Progress) + Send + Sync + 'static) -> Self {
            if let Some(uploads) = self.uploads_mut() {
                uploads.callback = Some(std::sync::Arc::new(callback));
            }
            self
        }
    };
}

pub(in crate::workflows::tickets) use upload_setters;

impl fmt::Debug for UploadOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadOptions").field("concurrency", &self.concurrency).finish_non_exhaustive()
    }
}

/// The outcomes of several uploads.
#[derive(Debug, Default)]
pub(in crate::workflows::tickets) struct Uploads {
    pub(in crate::workflows::tickets) uploaded: Vec<UploadedFile>,
    pub(in crate::workflows::tickets) failed: Vec<(String, Error)>,
}

/// Uploads `files` concurrently. The outcomes are in the order of the files.
pub(in crate::workflows::tickets) async fn upload(
    tickets: &Tickets,
    files: Vec<FilePart>,
    purpose: &AccessoryPurpose,
    options: &UploadOptions,
) -> Uploads {
    let names = distinct(&files);
    let sent_names: Vec<String> = files.iter().map(|file| file.file_name.clone()).collect();
    let work = files
        .into_iter()
        .zip(names.clone())
        .map(|(file, name)| upload_one(tickets.clone(), file, name, purpose.clone(), options.callback.clone()));
    let outcomes = run_concurrently(work, options.concurrency).await;
    let mut uploads = Uploads::default();
    for ((distinct_name, file_name), outcome) in names.into_iter().zip(sent_names).zip(outcomes) {
        match outcome {
            Ok(accessory_id) => uploads.uploaded.push(UploadedFile { file_name, distinct_name, accessory_id }),
            Err(error) => uploads.failed.push((distinct_name, error)),
        }
    }
    uploads
}

/// Runs work, at most `limit` of it at the same time. The outcomes are in the order of the work.
async fn run_concurrently<T: Send + 'static>(work: impl Iterator<Item = BoxFuture<T>>, limit: usize) -> Vec<T> {
    let work: Vec<_> = work.enumerate().map(|(index, work)| numbered(index, work)).collect();
    let mut outcomes: Vec<_> = stream::iter(work).buffer_unordered(limit).collect().await;
    outcomes.sort_by_key(|(index, _)| *index);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

/// Adds its number to the outcome of work.
fn numbered<T: Send + 'static>(index: usize, work: BoxFuture<T>) -> BoxFuture<(usize, T)> {
    Box::pin(async move { (index, work.await) })
}

/// Uploads one file. Its timeouts are extended according to its size.
fn upload_one(
    tickets: Tickets,
    file: FilePart,
    name: String,
    purpose: AccessoryPurpose,
    callback: Option<UploadProgressCallback>,
) -> BoxFuture<Result<AccessoryId, Error>> {
    Box::pin(async move {
        let notes =
            UploadNotes::default().file_name(&file.file_name).accessory_from(purpose).upload_type(UploadKind::File);
        let more = Duration::from_secs(size(&file).unwrap_or(0) / MIN_BYTES_PER_SECOND);
        let (config, own) = (&tickets.client.0, tickets.options.get());
        let limit = own.timeout.unwrap_or(config.timeout).saturating_add(more);
        let attempt = own.attempt_timeout.unwrap_or(config.attempt_timeout).saturating_add(more);
        let mut call = tickets.call(UploadAccessory::new(notes, file)).timeout(limit).attempt_timeout(attempt);
        if let Some(callback) = callback {
            call = call.on_progress(move |progress| callback(&name, progress));
        }
        call.await?.accessory_id.ok_or_else(|| Error::missing_field(UploadAccessory::OPERATION, "accessory_id"))
    })
}

/// Deletes unused uploads. If a deletion fails, the attachment remains without a message.
pub(in crate::workflows::tickets) async fn delete_uploads(tickets: &Tickets, uploaded: &[UploadedFile]) {
    for UploadedFile { accessory_id, .. } in uploaded {
        if let Err(error) = tickets.call(DeleteAccessories::new(accessory_id)).await {
            tracing::warn!(%accessory_id, %error, "an attachment that nothing uses could not be deleted");
        }
    }
}

/// Returns true if a failed call definitely had no effect.
pub(in crate::workflows::tickets) fn definitely_not_applied(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Config | ErrorKind::InvalidRequest | ErrorKind::Credentials | ErrorKind::Io | ErrorKind::NotSent => {
            true
        }
        ErrorKind::Service => {
            error.service().is_some_and(|said| said.status < 500 && said.class != ErrorClass::Unknown)
        }
        _ => false,
    }
}
