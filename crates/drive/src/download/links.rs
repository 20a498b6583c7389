//! The presigned URL of one download, renewed when it has expired.

use hwc_api::PresignedUrl;
use hwc_api::koodrive::{FileId, GetDownLoadUrl, GetRevision, UrlType};
use tokio::sync::Mutex;

use super::DownloadSource;
use crate::drive::Drive;
use crate::error::{Error, Result};

/// The maximum number of files per call.
pub(super) const FILES_PER_CALL: usize = 100;

/// The presigned URL of one download.
pub(super) struct FileLink<'a> {
    drive: &'a Drive,
    source: &'a DownloadSource,
    url: Mutex<Option<PresignedUrl>>,
}

impl<'a> FileLink<'a> {
    pub(super) fn new(drive: &'a Drive, source: &'a DownloadSource, url: Option<PresignedUrl>) -> Self {
        Self { drive, source, url: Mutex::new(url) }
    }

    /// Returns the URL, and requests it if needed.
    pub(super) async fn url(&self) -> Result<PresignedUrl> {
        // Held during the call, so that concurrent parts share one call.
        let mut known = self.url.lock().await;
        if let Some(url) = &*known {
            return Ok(url.clone());
        }
        let url = request(self.drive, self.source).await?;
        *known = Some(url.clone());
        Ok(url)
    }

    /// Forgets a URL that was not accepted, unless another part has renewed it already.
    pub(super) async fn discard(&self, url: &PresignedUrl) {
        self.url.lock().await.take_if(|known| known == url);
    }
}

/// Requests the URL of one source.
pub(super) async fn request(drive: &Drive, source: &DownloadSource) -> Result<PresignedUrl> {
    let id = source.entry.id.clone();
    let Some((revision, _)) = &source.revision else {
        let mut urls = request_all(drive, vec![id]).await?;
        return urls.pop().unwrap_or(Err(Error::MissingField { field: "downloads" }));
    };
    let request = GetRevision::new(drive.space_id(), id, revision.clone()).url_type(UrlType::External);
    drive.client().send(request).await?.download_url.ok_or(Error::MissingField { field: "downloadUrl" })
}

/// Requests the URLs of at most [`FILES_PER_CALL`] files, in their order.
pub(super) async fn request_all(drive: &Drive, ids: Vec<FileId>) -> Result<Vec<Result<PresignedUrl>>> {
    let response = drive.client().send(GetDownLoadUrl::new(drive.space_id(), ids.clone())).await?;
    let url = |id: &FileId| {
        let found = response.downloads.iter().find(|download| download.file_id.as_ref() == Some(id));
        let found = found.ok_or(Error::MissingField { field: "downloads" })?;
        found.url.clone().ok_or_else(|| {
            let [code, message] = [&found.code, &found.msg].map(|text| text.as_deref().unwrap_or_default());
            let path = found.file_name.clone().unwrap_or_else(|| id.to_string());
            let reason = format!("{code} {message}").trim().to_owned();
            Error::Job { action: "downloading", path, reason, code: found.code.clone() }
        })
    };
    Ok(ids.iter().map(url).collect())
}
