//! Changes of files and folders without contents: rename, move, copy, recycle, delete.

use hwc_api::koodrive::{ConflictPolicy, FileId, JobAction, JobType, RenameFile};

use super::jobs::FileJob;
use crate::drive::Drive;
use crate::entry::Entry;
use crate::error::{Error, Result};
use crate::paths::validate_name;

impl Drive {
    /// Renames a file or folder. A name in use is an error of the service.
    ///
    /// # Errors
    /// Returns [`Error::InvalidPath`](crate::Error::InvalidPath) for a name that the service rejects, and the errors of the
    /// call.
    pub async fn rename(&self, entry: &Entry, name: &str) -> Result<()> {
        validate_name(name)?;
        let request = RenameFile::new(entry.id.clone(), self.space_id(), name).rename_mode(ConflictPolicy::Refuse);
        self.client().send(request).await?;
        if let Some(parent) = &entry.parent {
            self.forget(parent);
        }
        Ok(())
    }

    /// Moves files and folders to a folder. The service adds a time stamp to names in use.
    ///
    /// # Errors
    /// Returns [`Error::Job`](crate::Error::Job) if a file cannot be moved, and the errors of the calls.
    pub async fn move_to(&self, entries: &[Entry], folder: &Entry) -> Result<()> {
        self.transfer_to(entries, (self, folder), (JobType::Move, JobAction::Move, "moving")).await.map(drop)
    }

    /// Copies files and folders to a folder of this or another space, and returns the IDs of the copies, if the service sends
    /// them. The service adds a time stamp to names in use.
    ///
    /// # Errors
    /// Returns [`Error::Job`](crate::Error::Job) if a file cannot be copied, and the errors of the calls.
    pub async fn copy_to(&self, entries: &[Entry], target: &Self, folder: &Entry) -> Result<Vec<Option<FileId>>> {
        self.transfer_to(entries, (target, folder), (JobType::Copy, JobAction::Copy, "copying")).await
    }

    /// Moves a file or folder to a folder under a name. A name in use is an error of the service.
    ///
    /// # Errors
    /// Returns [`Error::InvalidPath`](crate::Error::InvalidPath) for a name that the service rejects,
    /// [`Error::Job`](crate::Error::Job) if the file cannot be moved, and the errors of the calls. If the file does not get
    /// its name, as when that is in use, it is moved back. If that fails, too, it is in the folder under its old name, to
    /// which the service may have added a time stamp.
    pub async fn move_as(&self, entry: &Entry, folder: &Entry, name: &str) -> Result<()> {
        validate_name(name)?;
        if entry.parent.as_ref() == Some(&folder.id) {
            return if entry.name == name { Ok(()) } else { self.rename(entry, name).await };
        }
        self.move_to(std::slice::from_ref(entry), folder).await?;
        let named = self.ensure_name(&entry.id, name).await;
        self.forget(&folder.id);
        if named.is_err() {
            // The error of the name is the one to report.
            let _ = self.move_back(entry).await;
        }
        named
    }

    /// Moves an entry that was moved to its old folder, under its old name.
    async fn move_back(&self, entry: &Entry) -> Result<()> {
        let moved = self.entry(&entry.id).await?;
        let folder = self.entry(entry.parent.as_ref().unwrap_or(&self.0.root)).await?;
        self.move_to(&[moved], &folder).await?;
        self.ensure_name(&entry.id, &entry.name).await
    }

    /// Copies a file or folder to a folder of the same space under a name, and returns the ID of the copy. A name in use is
    /// an error of the service.
    ///
    /// # Errors
    /// Returns [`Error::InvalidPath`](crate::Error::InvalidPath) for a name that the service rejects,
    /// [`Error::Job`](crate::Error::Job) if the file cannot be copied, and the errors of the calls. If the copy does not get
    /// its name, as when that is in use, it is moved to the recycle bin.
    pub async fn copy_as(&self, entry: &Entry, folder: &Entry, name: &str) -> Result<FileId> {
        validate_name(name)?;
        let copies = self.copy_to(std::slice::from_ref(entry), self, folder).await?;
        let copy = copies.into_iter().next().flatten().ok_or(Error::MissingField { field: "newFileId" })?;
        let named = self.ensure_name(&copy, name).await;
        self.forget(&folder.id);
        if let Err(error) = named {
            // The error of the name is the one to report.
            let _ = self.discard(&copy).await;
            return Err(error);
        }
        Ok(copy)
    }

    /// Moves a copy that did not get its name to the recycle bin.
    async fn discard(&self, copy: &FileId) -> Result<()> {
        let copy = self.entry(copy).await?;
        self.recycle(&[copy]).await
    }

    /// Renames a file unless it has the name. The service adds a time stamp to names in use when it moves or copies.
    async fn ensure_name(&self, id: &FileId, name: &str) -> Result<()> {
        let moved = self.entry(id).await?;
        if moved.name == name { Ok(()) } else { self.rename(&moved, name).await }
    }

    async fn transfer_to(
        &self,
        entries: &[Entry],
        (target, folder): (&Self, &Entry),
        (kind, action, name): (JobType, JobAction, &'static str),
    ) -> Result<Vec<Option<FileId>>> {
        let path = target.id_path(folder).await?;
        let target_space = Some((target.space_id(), path));
        let job = FileJob { kind, action: Some(action), name, entries, target: target_space };
        let ids = self.run_job(job).await;
        target.forget(&folder.id);
        ids
    }

    /// Moves files and folders to the recycle bin.
    ///
    /// # Errors
    /// Returns [`Error::Job`](crate::Error::Job) if a file cannot be moved, and the errors of the calls.
    pub async fn recycle(&self, entries: &[Entry]) -> Result<()> {
        let action = Some(JobAction::Recycle);
        let job = FileJob { kind: JobType::Delete, action, name: "recycling", entries, target: None };
        self.run_job(job).await.map(drop)
    }

    /// Deletes files and folders for good.
    ///
    /// # Errors
    /// Returns [`Error::Job`](crate::Error::Job) if a file cannot be deleted, and the errors of the calls.
    pub async fn delete_forever(&self, entries: &[Entry]) -> Result<()> {
        let action = Some(JobAction::DeleteForever);
        let job = FileJob { kind: JobType::Delete, action, name: "deleting", entries, target: None };
        self.run_job(job).await.map(drop)
    }
}
