//! Copying and renaming objects, inside the service if the target does not exist.

use hwc_drive::{DownloadSource, Entry, Error, NamePolicy, SpoolFile};
use object_store::path::Path;
use object_store::{CopyMode, CopyOptions, RenameOptions, RenameTargetMode, Result};

use crate::error::{already_exists, convert};
use crate::store::KooDriveStore;

/// The state of the target of a copy or a rename.
enum Target {
    /// The target does not exist. This is its folder, with the name.
    New(Entry, String),
    /// The target is the source.
    Same,
    /// There is an object, which gets a new version.
    Object,
}

impl KooDriveStore {
    pub(crate) async fn copy_object(&self, from: &Path, to: &Path, options: &CopyOptions) -> Result<()> {
        let source = self.find_object(from).await?;
        match self.find_target(from, to, options.mode == CopyMode::Overwrite).await? {
            Target::Same => Ok(()),
            Target::Object => self.replace_content(&source, to).await,
            Target::New(folder, name) => {
                let copied = self.drive.copy_as(&source, &folder, &name).await;
                copied.map(drop).map_err(|error| convert(error, to))
            }
        }
    }

    pub(crate) async fn rename_object(&self, from: &Path, to: &Path, options: &RenameOptions) -> Result<()> {
        let source = self.find_object(from).await?;
        match self.find_target(from, to, options.target_mode == RenameTargetMode::Overwrite).await? {
            Target::Same => Ok(()),
            Target::Object => {
                self.replace_content(&source, to).await?;
                self.delete_object(from).await
            }
            Target::New(folder, name) => {
                let moved = self.drive.move_as(&source, &folder, &name).await;
                moved.map_err(|error| convert(error, to))
            }
        }
    }

    async fn find_target(&self, from: &Path, to: &Path, overwrites: bool) -> Result<Target> {
        match self.find(to).await? {
            Some(_) if !overwrites => Err(already_exists(to)),
            Some(entry) if entry.is_folder => {
                Err(convert(Error::WrongKind { path: format!("/{to}"), expected: "file" }, to))
            }
            Some(_) if from == to => Ok(Target::Same),
            Some(_) => Ok(Target::Object),
            None => self.create_folder_of(to).await.map_err(|error| convert(error, to)),
        }
    }

    async fn create_folder_of(&self, to: &Path) -> hwc_drive::Result<Target> {
        let path = to.as_ref().parse::<hwc_drive::RemotePath>()?;
        let no_name = || Error::InvalidPath { path: path.to_string(), reason: "an object needs a name".to_owned() };
        let (folder, name) = path.split_last().ok_or_else(no_name)?;
        Ok(Target::New(self.drive.create_folders(&folder).await?, name.to_owned()))
    }

    /// Writes the content of a file to an existing object. The content passes through this machine: the service has no call
    /// that replaces a content with another file in one step.
    async fn replace_content(&self, source: &Entry, to: &Path) -> Result<()> {
        let spooled = self.spool_content(source).await.map_err(|error| convert(error, to))?;
        let source = spooled.into_source(to.to_string());
        self.upload(to, &source, NamePolicy::Replace).await.map(drop)
    }

    async fn spool_content(&self, entry: &Entry) -> hwc_drive::Result<SpoolFile> {
        let mut file = SpoolFile::create().await?;
        let mut content = self.drive.read_verified(&DownloadSource::file(entry.clone()), 0, entry.size).await?;
        while let Some(chunk) = content.try_next().await? {
            file.write_at(file.len(), chunk).await?;
        }
        Ok(file)
    }
}
