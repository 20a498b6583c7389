//! Uploads of trees.

use std::path::Path;

use futures_util::{StreamExt, stream};

use super::{NamePolicy, UploadKind, UploadOutcome, UploadSource};
use crate::drive::Drive;
use crate::error::Result;
use crate::local::{LocalFile, LocalScan, ScanItem, SyncFilter};
use crate::paths::{RemotePath, validate_names};
use crate::remote::FolderMaker;
use crate::report::TransferReport;

impl Drive {
    /// Uploads the content of a local folder to a folder, which is created if needed. Several files are sent at a time.
    ///
    /// A file that fails does not stop the others. Symbolic links are not followed.
    ///
    /// ```
    /// # async fn example(drive: hwc_drive::Drive) -> hwc_drive::Result<()> {
    /// use hwc_drive::{NamePolicy, SyncFilter};
    ///
    /// let filter = SyncFilter::new(["*.tmp"], [])?;
    /// let report = drive.upload_tree("site", &"/Site".parse()?, NamePolicy::Replace, &filter).await?;
    /// for file in &report.failed {
    ///     eprintln!("{}: {}", file.path, file.error);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns an error if the local folder cannot be read or the folder of the drive cannot be created.
    pub async fn upload_tree(
        &self,
        root: impl AsRef<Path>,
        folder: &RemotePath,
        policy: NamePolicy,
        filter: &SyncFilter,
    ) -> Result<TransferReport> {
        let mut scan = LocalScan::new(root.as_ref(), filter)?;
        self.create_folders(folder).await?;
        let folders = FolderMaker::new(self, folder.clone());
        let mut report = TransferReport::default();
        loop {
            let batch = scan.next_batch().await;
            if batch.is_empty() {
                return Ok(report);
            }
            self.upload_batch(batch, &folders, policy, &mut report).await;
        }
    }

    async fn upload_batch(
        &self,
        batch: Vec<ScanItem>,
        folders: &FolderMaker,
        policy: NamePolicy,
        report: &mut TransferReport,
    ) {
        let uploads = stream::iter(batch).map(|item| async move {
            match item {
                Ok(file) => {
                    let outcome = self.upload_local(&file, folders, policy).await;
                    (file.relative, outcome)
                }
                Err((path, error)) => (path, Err(error)),
            }
        });
        let mut uploads = std::pin::pin!(uploads.buffer_unordered(self.0.options.concurrency));
        while let Some((path, outcome)) = uploads.next().await {
            match outcome {
                Ok(None) => {}
                Ok(Some(upload)) => {
                    report.add(&path, Ok((upload.size, upload.kind == UploadKind::Unchanged)));
                    if path.rsplit('/').next() != Some(&upload.name) {
                        report.renamed.push((path, upload.name));
                    }
                }
                Err(error) => report.add(&path, Err(error)),
            }
        }
    }

    /// Uploads a file of a tree, or creates a folder.
    pub(crate) async fn upload_local(
        &self,
        file: &LocalFile,
        folders: &FolderMaker,
        policy: NamePolicy,
    ) -> Result<Option<UploadOutcome>> {
        validate_names(&file.relative)?;
        let path = file.relative.split('/').fold(RemotePath::root(), |path, name| path.join(name));
        if file.is_folder {
            folders.folder(&path).await?;
            return Ok(None);
        }
        let Some((folder, name)) = path.split_last() else { return Ok(None) };
        let folder = folders.folder(&folder).await?;
        self.upload_in(&UploadSource::file(&file.path), &folder, name, policy).await.map(Some)
    }
}
