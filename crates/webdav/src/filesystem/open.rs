//! Opening files to read and to write.

use axum::http::StatusCode;
use dav_server::davpath::DavPath;
use dav_server::fs::{DavFile, OpenOptions};
use hwc_drive::{Entry, NamePolicy, RemotePath, validate_name};

use super::DriveFileSystem;
use super::read_file::ReadFile;
use super::write_file::WriteFile;
use crate::context::RequestContext;
use crate::failure::Failure;

impl DriveFileSystem {
    pub(super) async fn open_file(
        &self,
        path: &DavPath,
        options: &OpenOptions,
        context: &RequestContext,
    ) -> Result<Box<dyn DavFile>, Failure> {
        let is_folder_path = path.is_collection();
        let path = self.remote_path(path)?;
        if options.write {
            if is_folder_path {
                return Err(Failure::new(StatusCode::CONFLICT, format!("`{path}/` is the path of a folder")));
            }
            return self.open_to_write(path, options, context).await;
        }
        let entry = self.resolve(&path).await?;
        if entry.is_folder {
            return Err(Failure::new(StatusCode::FORBIDDEN, format!("`{path}` is a folder")));
        }
        Ok(Box::new(ReadFile::new(&self.drive, entry, context)))
    }

    /// Opens a file to write. Problems that are known now are reported before the content is received.
    async fn open_to_write(
        &self,
        path: RemotePath,
        options: &OpenOptions,
        context: &RequestContext,
    ) -> Result<Box<dyn DavFile>, Failure> {
        let (_, name) = self.parent(&path).await?;
        let existing = self.find(&path).await?;
        check_existing(&path, existing.as_ref(), options)?;
        if existing.is_none() {
            validate_name(name)?;
        }
        // Another client may create the file before the upload.
        let must_be_new = options.create_new || context.locks();
        let policy = if must_be_new { NamePolicy::Fail } else { NamePolicy::Replace };
        let mut file = WriteFile::create(&self.drive, (path, policy), options.size, context).await?;
        if let Some(entry) = existing.filter(|_| !options.truncate) {
            file.load(entry, options.append).await?;
        } else if context.locks() {
            // The lock of a path without a file creates an empty one, and dav-server writes nothing to it.
            match options.create_new {
                true => file.store().await?,
                false => file.store_empty().await?,
            }
        }
        Ok(Box::new(file))
    }
}

fn check_existing(path: &RemotePath, existing: Option<&Entry>, options: &OpenOptions) -> Result<(), Failure> {
    match existing {
        Some(entry) if entry.is_folder => Err(Failure::new(StatusCode::CONFLICT, format!("`{path}` is a folder"))),
        // The response is 412, as the condition of the request demands.
        Some(_) if options.create_new => {
            Err(Failure::new(StatusCode::METHOD_NOT_ALLOWED, format!("`{path}` exists already")))
        }
        None if !options.create => Err(Failure::not_found(path)),
        _ => Ok(()),
    }
}
