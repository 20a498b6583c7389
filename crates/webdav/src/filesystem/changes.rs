//! Changes of files and folders without contents.

use axum::http::StatusCode;
use dav_server::davpath::DavPath;
use hwc_drive::Entry;

use super::DriveFileSystem;
use crate::context::RequestContext;
use crate::failure::Failure;

impl DriveFileSystem {
    /// Creates a folder. If the request copies a folder, the new one is a copy with all its content.
    pub(super) async fn create_folder(&self, path: &DavPath, context: &RequestContext) -> Result<(), Failure> {
        let path = self.remote_path(path)?;
        let (parent, name) = self.parent(&path).await?;
        if self.find(&path).await?.is_some() {
            return Err(Failure::new(StatusCode::METHOD_NOT_ALLOWED, format!("`{path}` exists already")));
        }
        if context.copies_content() {
            let source = self.resolve(context.path()).await?;
            return self.copy_as(&source, &parent, name).await;
        }
        self.drive.create_folders(&path).await?;
        Ok(())
    }

    /// Moves a file, or a folder with its content, to the recycle bin.
    pub(super) async fn recycle(&self, path: &DavPath) -> Result<(), Failure> {
        let path = self.remote_path(path)?;
        self.parent(&path).await?;
        let entry = self.resolve(&path).await?;
        self.drive.recycle(std::slice::from_ref(&entry)).await?;
        self.properties.forget(&entry.id);
        Ok(())
    }

    /// Moves or renames a file or folder.
    pub(super) async fn move_entry(&self, from: &DavPath, to: &DavPath) -> Result<(), Failure> {
        let (from, to) = (self.remote_path(from)?, self.remote_path(to)?);
        self.parent(&from).await?;
        let (parent, name) = self.parent(&to).await?;
        let entry = self.resolve(&from).await?;
        let moved = self.drive.move_as(&entry, &parent, name).await;
        self.drive.refresh();
        Ok(moved?)
    }

    pub(super) async fn copy_file(&self, from: &DavPath, to: &DavPath) -> Result<(), Failure> {
        let (from, to) = (self.remote_path(from)?, self.remote_path(to)?);
        let (parent, name) = self.parent(&to).await?;
        self.copy_as(&self.resolve(&from).await?, &parent, name).await
    }

    async fn copy_as(&self, source: &Entry, parent: &Entry, name: &str) -> Result<(), Failure> {
        let copied = self.drive.copy_as(source, parent, name).await;
        self.drive.refresh();
        self.properties.copy(&source.id, &copied?);
        Ok(())
    }
}
