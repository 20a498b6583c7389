//! Listing objects. Folders exist for the names of their objects alone, so that empty ones are not listed.

use futures_util::future::ready;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, TryStreamExt, stream};
use hwc_drive::{Entry, Error, NamedEntry, TreeEntry};
use object_store::path::Path;
use object_store::{ListResult, ObjectMeta, Result};

use crate::error::convert;
use crate::metadata::{location_below, object_meta, remote_path};
use crate::store::{CONCURRENCY, KooDriveStore};

impl KooDriveStore {
    /// Lists all objects below a prefix, sorted by their paths.
    pub(crate) fn list_tree(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        let (store, prefix) = (self.clone(), prefix.cloned().unwrap_or_default());
        let listed = async move {
            let files = store.walk(&prefix).await?.into_iter().filter(|found| !found.entry.is_folder);
            let meta = move |file: TreeEntry| -> Result<ObjectMeta> {
                Ok(object_meta(location_below(&prefix, &file.path)?, &file.entry))
            };
            Ok::<_, object_store::Error>(stream::iter(files.map(meta)))
        };
        stream::once(listed).try_flatten().boxed()
    }

    /// Reads the tree below a prefix. It is empty if the prefix is not a folder.
    async fn walk(&self, prefix: &Path) -> Result<Vec<TreeEntry>> {
        match self.find(prefix).await? {
            Some(folder) if folder.is_folder => {
                let tree = self.drive.walk(&folder).await;
                or_empty(tree).map_err(|error| convert(error, prefix))
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Lists the objects of a folder, and its subfolders that have objects.
    pub(crate) async fn list_folder(&self, prefix: Option<&Path>) -> Result<ListResult> {
        let prefix = prefix.cloned().unwrap_or_default();
        let entries = self.children(&prefix).await?;
        let (folders, files): (Vec<_>, Vec<_>) = entries.into_iter().partition(|found| found.entry.is_folder);
        let folders = stream::iter(folders).map(|folder| self.prefix_of(&prefix, folder)).buffered(CONCURRENCY);
        let common_prefixes = folders.try_filter_map(|found| ready(Ok(found))).try_collect().await?;
        let meta = |file: NamedEntry| -> Result<ObjectMeta> {
            Ok(object_meta(location_below(&prefix, &file.path_name)?, &file.entry))
        };
        let objects = files.into_iter().map(meta).collect::<Result<_>>()?;
        Ok(ListResult { common_prefixes, objects })
    }

    /// Reads the content of a folder. It is empty if the prefix is not a folder.
    async fn children(&self, prefix: &Path) -> Result<Vec<NamedEntry>> {
        match self.find(prefix).await? {
            Some(folder) if folder.is_folder => {
                let listed = self.drive.list(&remote_path(prefix)?).await;
                or_empty(listed).map_err(|error| convert(error, prefix))
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Returns the location of a subfolder, or `None` if it has no objects.
    async fn prefix_of(&self, parent: &Path, folder: NamedEntry) -> Result<Option<Path>> {
        let location = location_below(parent, &folder.path_name)?;
        let has_files = self.has_files(&folder.entry).await.map_err(|error| convert(error, &location))?;
        Ok(has_files.then_some(location))
    }

    async fn has_files(&self, folder: &Entry) -> Result<bool, Error> {
        or_empty(self.drive.has_files(folder).await)
    }
}

/// Treats a folder that vanished during a call as an empty one.
fn or_empty<T: Default>(listed: Result<T, Error>) -> Result<T, Error> {
    match listed {
        Err(error) if error.is_gone() || matches!(error, Error::NotFound { .. }) => Ok(T::default()),
        listed => listed,
    }
}
