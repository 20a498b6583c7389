//! Writing objects at once.

use hwc_drive::{NamePolicy, SpoolFile, UploadSource};
use object_store::path::Path;
use object_store::{Attributes, PutMode, PutOptions, PutPayload, PutResult, Result};

use crate::error::{convert, not_implemented};
use crate::metadata::{e_tag, remote_path};
use crate::store::{KooDriveStore, MAX_AGE};

impl KooDriveStore {
    pub(crate) async fn put_object(
        &self,
        location: &Path,
        payload: PutPayload,
        options: PutOptions,
    ) -> Result<PutResult> {
        require_no_attributes(&options.attributes)?;
        let policy = match options.mode {
            PutMode::Overwrite => NamePolicy::Replace,
            PutMode::Create => NamePolicy::Fail,
            // No call of the service compares the present content.
            PutMode::Update(_) => return Err(not_implemented("put with PutMode::Update")),
        };
        let source = spool(payload).await.map_err(|error| convert(error, location))?;
        self.upload(location, &source.into_source(location.to_string()), policy).await
    }

    /// Uploads the content of an object.
    pub(crate) async fn upload(&self, location: &Path, source: &UploadSource, policy: NamePolicy) -> Result<PutResult> {
        let path = remote_path(location)?;
        self.drive.refresh_if_older(MAX_AGE);
        let uploaded = self.drive.upload_current(source, &path, policy).await;
        let outcome = uploaded.map_err(|error| convert(error, location))?;
        Ok(PutResult { e_tag: e_tag(&outcome.sha256), version: None })
    }
}

/// Returns an error if there are attributes. A new version of a file cannot have other ones, and no call returns them.
pub(crate) fn require_no_attributes(attributes: &Attributes) -> Result<()> {
    match attributes.is_empty() {
        true => Ok(()),
        false => Err(not_implemented("attributes of objects")),
    }
}

/// Stores a payload in a temporary file, which is the source of uploads.
async fn spool(payload: PutPayload) -> hwc_drive::Result<SpoolFile> {
    let mut file = SpoolFile::create().await?;
    for chunk in payload {
        file.write_at(file.len(), chunk).await?;
    }
    Ok(file)
}
