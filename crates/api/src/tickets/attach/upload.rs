//! Uploads files, a few at once, and keeps book of what went and what did not.

use std::time::Duration;

use hwc_models::osm::{AccessoryId, AccessoryPurpose, DeleteAccessories, UploadAccessory, UploadKind, UploadNotes};
use hwc_wire::{Endpoint, ErrorClass, FilePart};

use super::limits::size;
use crate::error::{Error, ErrorKind};
use crate::tickets::together::all;
use crate::tickets::{Pending, Tickets};

/// Slower lines than this, in bytes a second, have no patience to expect.
const SLOWEST: u64 = 50_000;

/// A file that was uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uploaded {
    /// The name of the file.
    pub file_name: String,
    /// The id of the attachment that it became.
    pub accessory_id: AccessoryId,
}

/// What became of some files.
#[derive(Debug, Default)]
pub(in crate::tickets) struct Uploads {
    pub(in crate::tickets) uploaded: Vec<Uploaded>,
    pub(in crate::tickets) failed: Vec<(String, Error)>,
}

impl Uploads {
    pub(in crate::tickets) fn ids(&self) -> impl Iterator<Item = AccessoryId> {
        self.uploaded.iter().map(|uploaded| uploaded.accessory_id.clone())
    }
}

/// Uploads `files`, at most `at_once` at a time; the outcomes are in the order of the files.
pub(in crate::tickets) async fn upload(
    tickets: &Tickets,
    files: Vec<FilePart>,
    purpose: &AccessoryPurpose,
    at_once: usize,
) -> Uploads {
    let names: Vec<String> = files.iter().map(|file| file.file_name.clone()).collect();
    let work = files.into_iter().map(|file| one(tickets.clone(), file, purpose.clone())).collect();
    let mut uploads = Uploads::default();
    for (file_name, outcome) in names.into_iter().zip(all(work, at_once).await) {
        match outcome {
            Ok(accessory_id) => uploads.uploaded.push(Uploaded { file_name, accessory_id }),
            Err(error) => uploads.failed.push((file_name, error)),
        }
    }
    uploads
}

/// Uploads one file. It may take longer than other calls by what its size makes necessary.
fn one(tickets: Tickets, file: FilePart, purpose: AccessoryPurpose) -> Pending<Result<AccessoryId, Error>> {
    Box::pin(async move {
        let notes = UploadNotes::default().file_name(&file.file_name).accessory_from(purpose);
        let more = Duration::from_secs(size(&file).unwrap_or(0) / SLOWEST);
        let (limit, attempt) = (tickets.client.0.timeout + more, tickets.client.0.attempt_timeout + more);
        let upload = UploadAccessory::new(notes.upload_type(UploadKind::File), file);
        let answer = tickets.call(upload).timeout(limit).attempt_timeout(attempt).await?;
        answer.accessory_id.ok_or_else(|| Error::lacking(UploadAccessory::OPERATION, "accessory_id"))
    })
}

/// Deletes what was uploaded for nothing. What cannot be deleted stays behind, attached to nothing.
pub(in crate::tickets) async fn discard(tickets: &Tickets, uploaded: &[Uploaded]) {
    for Uploaded { accessory_id, .. } in uploaded {
        if let Err(error) = tickets.call(DeleteAccessories::new(accessory_id)).await {
            tracing::warn!(%accessory_id, %error, "an attachment that nothing uses could not be deleted");
        }
    }
}

/// Whether a call that failed has certainly not done its work.
pub(in crate::tickets) fn is_undone(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Config | ErrorKind::Invalid | ErrorKind::Credentials | ErrorKind::NotSent => true,
        ErrorKind::Refused => error.service().is_some_and(|said| said.status < 500 && said.class != ErrorClass::Other),
        _ => false,
    }
}
