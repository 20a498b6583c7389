//! Creating folders. Concurrent uploads into one tree create each folder once.

use std::collections::BTreeMap;

use hwc_api::koodrive::{ConflictPolicy, CreateDirectory, FileId};
use tokio::sync::Mutex;

use crate::drive::Drive;
use crate::entry::Entry;
use crate::error::{Error, Result, codes};
use crate::paths::{RemotePath, validate_name};

impl Drive {
    /// Creates a folder and the folders around it, and returns it. Existing folders are kept.
    ///
    /// # Errors
    /// Returns [`Error::WrongKind`] if a file has one of the names, [`Error::InvalidPath`] for a name that the service
    /// rejects, and the errors of the calls.
    pub async fn create_folders(&self, path: &RemotePath) -> Result<Entry> {
        let mut folder = Entry::root(&self.0.root);
        let mut done = RemotePath::root();
        for name in path.segments() {
            done = done.join(name);
            folder = self.create_folder_in(&folder.id, name, &done).await?;
        }
        Ok(folder)
    }

    /// Returns the folder of a name in a folder, and creates it if needed.
    async fn create_folder_in(&self, parent: &FileId, name: &str, path: &RemotePath) -> Result<Entry> {
        let check = |entry: Entry| match entry.is_folder {
            true => Ok(entry),
            false => Err(Error::WrongKind { path: path.to_string(), expected: "folder" }),
        };
        if let Some(found) = self.find_in(parent, name).await? {
            return check(found);
        }
        validate_name(name)?;
        let request = CreateDirectory::new(self.space_id(), name).parent_folder([parent.clone()]);
        let created = self.client().send(request.rename_mode(ConflictPolicy::Refuse)).await.map_err(Error::from);
        self.forget(parent);
        match created {
            Ok(response) => {
                let id = response.id.ok_or(Error::MissingField { field: "id" })?;
                Ok(Entry { name: name.to_owned(), parent: Some(parent.clone()), ..Entry::root(&id) })
            }
            // Another client created it first.
            Err(error) if error.has_code(codes::NAME_IN_USE) => {
                self.find_in(parent, name).await?.map_or(Err(error), check)
            }
            Err(error) => Err(error),
        }
    }
}

/// A maker of folders below one folder, for many concurrent transfers.
#[derive(Debug)]
pub(crate) struct FolderMaker {
    drive: Drive,
    base: RemotePath,
    /// The IDs of folders by their path from the base.
    known: Mutex<BTreeMap<RemotePath, FileId>>,
}

impl FolderMaker {
    pub(crate) fn new(drive: &Drive, base: RemotePath) -> Self {
        Self { drive: drive.clone(), base, known: Mutex::default() }
    }

    /// Returns the folder at a path from the base, and creates it if needed.
    pub(crate) async fn folder(&self, path: &RemotePath) -> Result<FileId> {
        // Held during the calls, so that no folder is created twice.
        let mut known = self.known.lock().await;
        if let Some(id) = known.get(path) {
            return Ok(id.clone());
        }
        let full = path.segments().iter().fold(self.base.clone(), |full, name| full.join(name));
        let id = self.drive.create_folders(&full).await?.id;
        known.insert(path.clone(), id.clone());
        Ok(id)
    }
}
