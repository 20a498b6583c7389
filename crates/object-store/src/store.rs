//! The store: a space of KooDrive, and the implementation of the trait.

use std::fmt;
use std::ops::Range;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use hwc_drive::{Drive, Entry};
use object_store::path::Path;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMultipartOptions,
    PutOptions, PutPayload, PutResult, RenameOptions, Result,
};

use crate::error::{STORE, convert, not_found};
use crate::metadata::remote_path;

/// The time after which folders that other clients moved or renamed are visible.
pub(crate) const MAX_AGE: Duration = Duration::from_secs(5);

/// The number of concurrent calls of one operation.
pub(crate) const CONCURRENCY: usize = 8;

/// A space of KooDrive as an object store. Clones share the cache of folders.
///
/// ```no_run
/// # async fn run(client: hwc_api::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use hwc_drive::Drive;
/// use hwc_object_store::KooDriveStore;
/// use hwc_object_store::object_store::ObjectStoreExt;
///
/// let store = KooDriveStore::new(Drive::open(client, None).await?);
/// let object = store.head(&"Reports/2026/report.pdf".into()).await?;
/// println!("{} bytes", object.size);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct KooDriveStore {
    pub(crate) drive: Drive,
    pub(crate) deletes_permanently: bool,
}

impl KooDriveStore {
    /// Creates a store over an open drive. Objects that are deleted go to the recycle bin.
    #[must_use]
    pub fn new(drive: Drive) -> Self {
        Self { drive, deletes_permanently: false }
    }

    /// Deletes objects for good in place of moving them to the recycle bin. Default: false.
    #[must_use]
    pub fn with_permanent_deletes(mut self, is_permanent: bool) -> Self {
        self.deletes_permanently = is_permanent;
        self
    }

    /// Returns the drive.
    #[must_use]
    pub fn drive(&self) -> &Drive {
        &self.drive
    }

    /// Returns the file or folder at a location with its present properties, or `None`.
    pub(crate) async fn find(&self, location: &Path) -> Result<Option<Entry>> {
        let path = remote_path(location)?;
        self.drive.refresh_if_older(MAX_AGE);
        self.drive.find_current(&path).await.map_err(|error| convert(error, location))
    }

    /// Returns the file of an object with its present properties.
    pub(crate) async fn find_object(&self, location: &Path) -> Result<Entry> {
        let found = self.find(location).await?.filter(|entry| !entry.is_folder);
        found.ok_or_else(|| not_found(location))
    }
}

impl From<Drive> for KooDriveStore {
    fn from(drive: Drive) -> Self {
        Self::new(drive)
    }
}

impl fmt::Display for KooDriveStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let space = self.drive.space();
        write!(f, "{STORE}({})", space.name.as_deref().unwrap_or(space.id.as_str()).escape_debug())
    }
}

#[async_trait::async_trait]
impl ObjectStore for KooDriveStore {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.put_object(location, payload, options).await
    }

    async fn put_multipart_opts(
        &self,
        location: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        Ok(Box::new(self.start_multipart(location, &options).await?))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.get_object(location, &options).await
    }

    async fn get_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        self.read_ranges(location, ranges).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.delete_objects(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.list_tree(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.list_folder(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.copy_object(from, to, &options).await
    }

    async fn rename_opts(&self, from: &Path, to: &Path, options: RenameOptions) -> Result<()> {
        self.rename_object(from, to, &options).await
    }
}
