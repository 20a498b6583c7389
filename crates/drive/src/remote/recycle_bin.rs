//! The recycle bin of a space.

use hwc_api::koodrive::{FileListScope, JobType};

use super::jobs::FileJob;
use crate::drive::Drive;
use crate::entry::Entry;
use crate::error::Result;

impl Drive {
    /// Lists the files and folders in the recycle bin. The content of a folder is in the folder.
    ///
    /// # Errors
    /// Returns the errors of the calls.
    pub async fn recycle_bin(&self) -> Result<Vec<Entry>> {
        self.read_folder(&self.0.root, FileListScope::RecycleBin).await
    }

    /// Restores files and folders from the recycle bin to their old folders. The service adds a time stamp to names in use.
    ///
    /// # Errors
    /// Returns [`Error::Job`](crate::Error::Job) if a file cannot be restored, and the errors of the calls.
    pub async fn restore(&self, entries: &[Entry]) -> Result<()> {
        let job = FileJob { kind: JobType::Restore, action: None, name: "restoring", entries, target: None };
        let restored = self.run_job(job).await.map(drop);
        self.refresh();
        restored
    }
}
