//! Concurrent uploads of files, with an outcome for each file.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use hwc_models::osm::{AccessoryId, AccessoryPurpose, DeleteAccessories, UploadAccessory, UploadKind, UploadNotes};
use hwc_wire::{ErrorClass, FilePart, Request};

use super::limits::size;
use super::names::distinct;
use crate::error::{Error, ErrorKind};
use crate::files::Progress;
use crate::tickets::together::all;
use crate::tickets::{Pending, Tickets};

/// The default number of concurrent uploads.
const AT_ONCE: usize = 3;

/// The minimum upload speed in bytes per second, used to extend the timeouts.
const SLOWEST: u64 = 50_000;

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
pub(in crate::tickets) struct Way {
    /// The number of concurrent uploads.
    pub(in crate::tickets) at_once: usize,
    /// The progress callback, called with the distinct name of the file.
    pub(in crate::tickets) watcher: Option<Watcher>,
}

type Watcher = Arc<dyn Fn(&str, Progress) + Send + Sync>;

impl Default for Way {
    fn default() -> Self {
        Self { at_once: AT_ONCE, watcher: None }
    }
}

impl fmt::Debug for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Way").field("at_once", &self.at_once).finish_non_exhaustive()
    }
}

/// The outcomes of several uploads.
#[derive(Debug, Default)]
pub(in crate::tickets) struct Uploads {
    pub(in crate::tickets) uploaded: Vec<UploadedFile>,
    pub(in crate::tickets) failed: Vec<(String, Error)>,
}

/// Uploads `files` concurrently. The outcomes are in the order of the files.
pub(in crate::tickets) async fn upload(
    tickets: &Tickets,
    files: Vec<FilePart>,
    purpose: &AccessoryPurpose,
    way: &Way,
) -> Uploads {
    let names = distinct(&files);
    let sent: Vec<String> = files.iter().map(|file| file.file_name.clone()).collect();
    let one = |(file, name): (FilePart, &String)| {
        one(tickets.clone(), file, name.clone(), purpose.clone(), way.watcher.clone())
    };
    let work = files.into_iter().zip(&names).map(one).collect();
    let mut uploads = Uploads::default();
    for ((distinct_name, file_name), outcome) in names.into_iter().zip(sent).zip(all(work, way.at_once).await) {
        match outcome {
            Ok(accessory_id) => uploads.uploaded.push(UploadedFile { file_name, distinct_name, accessory_id }),
            Err(error) => uploads.failed.push((distinct_name, error)),
        }
    }
    uploads
}

/// Uploads one file. Its timeouts are extended according to its size.
fn one(
    tickets: Tickets,
    file: FilePart,
    name: String,
    purpose: AccessoryPurpose,
    watcher: Option<Watcher>,
) -> Pending<Result<AccessoryId, Error>> {
    Box::pin(async move {
        let notes =
            UploadNotes::default().file_name(&file.file_name).accessory_from(purpose).upload_type(UploadKind::File);
        let more = Duration::from_secs(size(&file).unwrap_or(0) / SLOWEST);
        let config = &tickets.client.0;
        let (limit, attempt) = (config.timeout.saturating_add(more), config.attempt_timeout.saturating_add(more));
        let mut call = tickets.call(UploadAccessory::new(notes, file)).timeout(limit).attempt_timeout(attempt);
        if let Some(watcher) = watcher {
            call = call.on_progress(move |progress| watcher(&name, progress));
        }
        call.await?.accessory_id.ok_or_else(|| Error::lacking(UploadAccessory::OPERATION, "accessory_id"))
    })
}

/// Deletes unused uploads. If a deletion fails, the attachment remains without a message.
pub(in crate::tickets) async fn discard(tickets: &Tickets, uploaded: &[UploadedFile]) {
    for UploadedFile { accessory_id, .. } in uploaded {
        if let Err(error) = tickets.call(DeleteAccessories::new(accessory_id)).await {
            tracing::warn!(%accessory_id, %error, "an attachment that nothing uses could not be deleted");
        }
    }
}

/// Returns true if a failed call definitely had no effect.
pub(in crate::tickets) fn is_undone(error: &Error) -> bool {
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
