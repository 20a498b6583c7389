//! A space of KooDrive as a file system of dav-server.

mod changes;
mod metadata;
mod open;
mod properties;
mod read_file;
mod write_file;

use std::time::Duration;

use axum::http::StatusCode;
use dav_server::davpath::DavPath;
use dav_server::fs::{
    DavDirEntry, DavFile, DavMetaData, DavProp, FsError, FsFuture, FsResult, FsStream, GuardedFileSystem, OpenOptions,
    ReadDirMeta,
};
use futures_util::future::{BoxFuture, ready};
use futures_util::{FutureExt, StreamExt, stream};
use hwc_drive::{Drive, Entry, NamedEntry, RemotePath};

use crate::context::RequestContext;
use crate::failure::Failure;
use metadata::{DirEntry, EntryMetadata};
use properties::Properties;

/// The time after which new names of other clients are visible. A listing of a folder always reads it, and requests that read or
/// change a file compare its properties and the folders around it first.
const MAX_AGE: Duration = Duration::from_secs(5);

/// A folder of a space. Clones share the cache.
#[derive(Clone, Debug)]
pub(crate) struct DriveFileSystem {
    drive: Drive,
    /// The folder that is served.
    base: RemotePath,
    properties: Properties,
}

impl DriveFileSystem {
    pub(crate) fn new(drive: Drive, base: RemotePath) -> Self {
        Self { drive, base, properties: Properties::default() }
    }

    /// Returns the path in the space for a path of a request.
    pub(crate) fn full_path(&self, path: &RemotePath) -> RemotePath {
        path.segments().iter().fold(self.base.clone(), |full, name| full.join(name))
    }

    /// Compares the cache with the service for the files of a request, so that it acts on the present ones.
    pub(crate) async fn revalidate(&self, context: &RequestContext) -> Result<(), Failure> {
        self.drive.refresh_if_older(MAX_AGE);
        for path in context.used_paths() {
            if !context.stores_content() || self.drive.is_cached(path) {
                self.drive.revalidate(path).await?;
            }
        }
        Ok(())
    }

    fn remote_path(&self, path: &DavPath) -> Result<RemotePath, Failure> {
        let text = std::str::from_utf8(path.as_bytes());
        let text = text.map_err(|_| Failure::new(StatusCode::BAD_REQUEST, "a name is not UTF-8"))?;
        Ok(self.full_path(&text.parse::<RemotePath>()?))
    }

    /// Returns the file or folder at a path.
    async fn find(&self, path: &RemotePath) -> Result<Option<Entry>, Failure> {
        self.drive.refresh_if_older(MAX_AGE);
        Ok(self.drive.find_cached(path).await?)
    }

    async fn resolve(&self, path: &RemotePath) -> Result<Entry, Failure> {
        self.find(path).await?.ok_or_else(|| Failure::not_found(path))
    }

    async fn resolve_path(&self, path: &DavPath) -> Result<Entry, Failure> {
        self.resolve(&self.remote_path(path)?).await
    }

    /// Returns the folder of a new file or folder, and the name.
    async fn parent<'a>(&self, path: &'a RemotePath) -> Result<(Entry, &'a str), Failure> {
        let denied = || Failure::new(StatusCode::FORBIDDEN, "the served folder itself cannot be changed");
        let (folder, name) = path.split_last().filter(|_| *path != self.base).ok_or_else(denied)?;
        let folder_entry = self.resolve(&folder).await?;
        match folder_entry.is_folder {
            true => Ok((folder_entry, name)),
            false => Err(Failure::not_found(path)),
        }
    }

    /// Returns the properties of a path. If the response lists the folder, the content is read here: a failure later, when the
    /// response has begun, would look like an empty folder.
    async fn read_metadata(&self, path: &RemotePath, context: &RequestContext) -> Result<Entry, Failure> {
        let mut entry = self.resolve(path).await?;
        if entry.is_folder && context.lists(path) && !context.has_listing() {
            context.set_listing(self.drive.list(path).await?);
        }
        if !entry.is_folder && entry.edited_at.is_none() {
            // An upload without a transfer returns no times.
            entry = self.drive.entry(&entry.id).await?;
        }
        Ok(entry)
    }

    async fn read_folder(&self, path: &RemotePath, context: &RequestContext) -> Result<Vec<NamedEntry>, Failure> {
        if context.acts_on_whole_folders() {
            return Ok(Vec::new());
        }
        match context.take_listing(path) {
            Some(entries) => Ok(entries),
            None => Ok(self.drive.list(path).await?),
        }
    }
}

/// Stores the failure for the response, and returns it as dav-server knows it.
fn report<T>(outcome: Result<T, Failure>, context: &RequestContext) -> FsResult<T> {
    outcome.map_err(|failure| {
        let error = failure.fs_error();
        // A path that does not exist is part of most requests, and the status says all.
        if error != FsError::NotFound {
            context.set_failure(failure);
        }
        error
    })
}

impl GuardedFileSystem<RequestContext> for DriveFileSystem {
    fn open<'a>(
        &'a self,
        path: &'a DavPath,
        options: OpenOptions,
        context: &'a RequestContext,
    ) -> FsFuture<'a, Box<dyn DavFile>> {
        async move { report(self.open_file(path, &options, context).await, context) }.boxed()
    }

    fn read_dir<'a>(
        &'a self,
        path: &'a DavPath,
        _: ReadDirMeta,
        context: &'a RequestContext,
    ) -> FsFuture<'a, FsStream<Box<dyn DavDirEntry>>> {
        async move {
            let entries = async { self.read_folder(&self.remote_path(path)?, context).await };
            let entries = report(entries.await, context)?;
            let entries = entries.into_iter().filter(is_addressable).map(DirEntry::boxed).map(Ok);
            let entries: Vec<FsResult<Box<dyn DavDirEntry>>> = entries.collect();
            Ok(stream::iter(entries).boxed())
        }
        .boxed()
    }

    fn metadata<'a>(&'a self, path: &'a DavPath, context: &'a RequestContext) -> FsFuture<'a, Box<dyn DavMetaData>> {
        async move {
            let entry = async { self.read_metadata(&self.remote_path(path)?, context).await };
            report(entry.await, context).map(|entry| Box::new(EntryMetadata(entry)) as Box<dyn DavMetaData>)
        }
        .boxed()
    }

    fn create_dir<'a>(&'a self, path: &'a DavPath, context: &'a RequestContext) -> FsFuture<'a, ()> {
        async move { report(self.create_folder(path, context).await, context) }.boxed()
    }

    fn remove_dir<'a>(&'a self, path: &'a DavPath, context: &'a RequestContext) -> FsFuture<'a, ()> {
        async move { report(self.recycle(path).await, context) }.boxed()
    }

    fn remove_file<'a>(&'a self, path: &'a DavPath, context: &'a RequestContext) -> FsFuture<'a, ()> {
        async move { report(self.recycle(path).await, context) }.boxed()
    }

    fn rename<'a>(&'a self, from: &'a DavPath, to: &'a DavPath, context: &'a RequestContext) -> FsFuture<'a, ()> {
        async move { report(self.move_entry(from, to).await, context) }.boxed()
    }

    fn copy<'a>(&'a self, from: &'a DavPath, to: &'a DavPath, context: &'a RequestContext) -> FsFuture<'a, ()> {
        async move { report(self.copy_file(from, to).await, context) }.boxed()
    }

    fn have_props<'a>(&'a self, _: &'a DavPath, _: &'a RequestContext) -> BoxFuture<'a, bool> {
        ready(true).boxed()
    }

    fn patch_props<'a>(
        &'a self,
        path: &'a DavPath,
        patch: Vec<(bool, DavProp)>,
        context: &'a RequestContext,
    ) -> FsFuture<'a, Vec<(StatusCode, DavProp)>> {
        async move {
            let entry = report(self.resolve_path(path).await, context)?;
            Ok(self.properties.patch(&entry.id, patch))
        }
        .boxed()
    }

    fn get_props<'a>(
        &'a self,
        path: &'a DavPath,
        with_values: bool,
        context: &'a RequestContext,
    ) -> FsFuture<'a, Vec<DavProp>> {
        async move {
            if self.properties.is_empty() {
                return Ok(Vec::new());
            }
            let entry = report(self.resolve_path(path).await, context)?;
            Ok(self.properties.all(&entry.id, with_values))
        }
        .boxed()
    }

    fn get_prop<'a>(
        &'a self,
        path: &'a DavPath,
        property: DavProp,
        context: &'a RequestContext,
    ) -> FsFuture<'a, Vec<u8>> {
        async move {
            let entry = report(self.resolve_path(path).await, context)?;
            self.properties.value(&entry.id, &property).ok_or(FsError::NotFound)
        }
        .boxed()
    }
}

/// Returns true unless the name cannot be part of a path. The service allows no such name.
fn is_addressable(entry: &NamedEntry) -> bool {
    !matches!(entry.path_name.as_str(), "" | "." | "..") && !entry.path_name.contains(['/', '\0'])
}
