//! Uploads: of a file, of a stream of unknown length, and of a tree.

mod complete;
mod file_type;
mod links;
mod parts;
mod register;
mod run;
mod source;
mod spool;
mod tree;

use hwc_api::koodrive::FileId;

use crate::drive::Drive;
use crate::error::Result;
use crate::paths::RemotePath;
pub use source::UploadSource;
pub use spool::SpoolFile;

/// The policy for a name that is in use in the folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum NamePolicy {
    /// The file gets a new version, unless it has the same content. It keeps its ID, its shares and its old versions.
    #[default]
    Replace,
    /// The service adds a time stamp to the new name.
    Rename,
    /// The upload fails.
    Fail,
    /// A file with the same content is kept, and nothing is sent. For another content, the service adds a time stamp to the
    /// new name.
    SkipIdentical,
}

/// The way in which an upload ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UploadKind {
    /// The content was sent.
    Sent,
    /// The service had the content already, so it was not sent.
    Instant,
    /// The file had this content already, so nothing was changed.
    Unchanged,
}

/// The outcome of an upload.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct UploadOutcome {
    /// The ID of the file.
    pub file_id: FileId,
    /// The name of the file. It may differ from the requested one by the policy.
    pub name: String,
    /// The size in bytes.
    pub size: u64,
    /// The SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// The way in which the upload ended.
    pub kind: UploadKind,
}

impl Drive {
    /// Uploads a file to a path. The folders around it are created if needed.
    ///
    /// The content is hashed first. If the service has it already, nothing is sent. The service checks the hash when the upload
    /// is complete. An upload that was interrupted is continued if the source is the same and has not changed.
    ///
    /// ```
    /// # async fn example(drive: hwc_drive::Drive) -> hwc_drive::Result<()> {
    /// use hwc_drive::{NamePolicy, UploadSource};
    ///
    /// let source = UploadSource::file("report.pdf");
    /// let outcome = drive.upload(&source, &"/Reports/report.pdf".parse()?, NamePolicy::Replace).await?;
    /// println!("{}", outcome.sha256);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns [`Error::Changed`](crate::Error::Changed) if the source changes meanwhile, [`Error::Exists`](crate::Error::Exists)
    /// by the policy, and the errors of the calls. The journal then has the state, and the next upload continues.
    pub async fn upload(&self, source: &UploadSource, path: &RemotePath, policy: NamePolicy) -> Result<UploadOutcome> {
        let (folder, name) =
            path.split_last().ok_or_else(|| crate::Error::invalid_path(path.to_string(), "a file needs a name"))?;
        let folder = self.create_folders(&folder).await?;
        self.upload_in(source, &folder.id, name, policy).await
    }

    /// Uploads a file to a path, as [`upload`](Self::upload) does, after the path was compared with the service. Programs that
    /// keep a drive for long use it, so that a cache that other clients made stale does not lead to another file. Makes the calls
    /// of [`revalidate`](Self::revalidate).
    ///
    /// # Errors
    /// Returns the errors of [`upload`](Self::upload).
    pub async fn upload_current(
        &self,
        source: &UploadSource,
        path: &RemotePath,
        policy: NamePolicy,
    ) -> Result<UploadOutcome> {
        self.revalidate(path).await?;
        match self.upload(source, path, policy).await {
            // Another client deleted a folder that is in the cache.
            Err(error) if error.is_gone() => {
                self.refresh();
                self.upload(source, path, policy).await
            }
            outcome => outcome,
        }
    }

    /// Uploads a file to a folder.
    pub(crate) async fn upload_in(
        &self,
        source: &UploadSource,
        folder: &FileId,
        name: &str,
        policy: NamePolicy,
    ) -> Result<UploadOutcome> {
        run::UploadRun::new(self, source, (folder, name), policy).run().await
    }
}
