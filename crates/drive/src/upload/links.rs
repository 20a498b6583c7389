//! The presigned URLs of the parts of one upload, requested in batches and renewed when they have expired.

use std::collections::BTreeMap;

use hwc_api::PresignedUrl;
use hwc_api::koodrive::{UploadPart, UploadUrl};
use tokio::sync::Mutex;

use super::register::{PARTS_PER_CALL, part};
use crate::drive::Drive;
use crate::error::{Error, Result};
use crate::journal::UploadRecord;

/// The presigned URLs of the parts of one upload.
pub(super) struct PartLinks<'a> {
    drive: &'a Drive,
    record: &'a UploadRecord,
    urls: Mutex<BTreeMap<u32, PresignedUrl>>,
}

impl<'a> PartLinks<'a> {
    /// Creates the URLs from those of the registration.
    pub(super) fn new(drive: &'a Drive, record: &'a UploadRecord, parts: Vec<UploadPart>) -> Self {
        Self { drive, record, urls: Mutex::new(urls_of(parts).collect()) }
    }

    /// Returns the URL of a part, and requests those of the following parts too if it is missing.
    pub(super) async fn url(&self, number: u32) -> Result<PresignedUrl> {
        // Held during the call, so that concurrent parts share one call.
        let mut urls = self.urls.lock().await;
        if let Some(url) = urls.get(&number) {
            return Ok(url.clone());
        }
        let last = self.record.part_count().min(number.saturating_add(PARTS_PER_CALL - 1));
        let is_wanted = |number: &u32| !self.record.done.contains(number);
        let parts: Vec<UploadPart> =
            (number..=last).filter(is_wanted).map(|number| part(self.record, number)).collect();
        let request = UploadUrl::new(self.record.file_id.as_str(), parts);
        let response = self.drive.client().send(request).await?;
        urls.extend(urls_of(response.multi_parts));
        urls.get(&number).cloned().ok_or(Error::MissingField { field: "uploadUrl" })
    }

    /// Forgets a URL that was not accepted. Those of the same age expire at the same time.
    pub(super) async fn discard(&self, url: &PresignedUrl) {
        self.urls.lock().await.retain(|_, known| known != url);
    }
}

fn urls_of(parts: Vec<UploadPart>) -> impl Iterator<Item = (u32, PresignedUrl)> {
    parts.into_iter().filter_map(|part| Some((part.part_number?, part.upload_url?)))
}
