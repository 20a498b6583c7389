//! Deleting objects, up to a thousand in one batch job of the service. Folders stay, also if they are empty then.

use futures_util::stream::BoxStream;
use futures_util::{StreamExt, stream};
use hwc_api::ErrorKind;
use hwc_drive::Entry;
use object_store::path::Path;
use object_store::{Error, Result};

use crate::error::convert;
use crate::store::{CONCURRENCY, KooDriveStore};

/// The maximum number of objects in one job.
const MAX_OBJECTS: usize = 1000;

/// The lookup of an object that is to be deleted.
type Found = Result<(Path, Entry)>;

impl KooDriveStore {
    /// Deletes objects, and yields the result of each one in their order.
    pub(crate) fn delete_objects(
        &self,
        locations: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        let store = self.clone();
        let delete = move |batch| {
            let store = store.clone();
            async move { stream::iter(store.delete_batch(batch).await) }
        };
        locations.chunks(MAX_OBJECTS).then(delete).flatten().boxed()
    }

    /// Deletes the object at a location.
    pub(crate) async fn delete_object(&self, location: &Path) -> Result<()> {
        let entry = self.find_object(location).await?;
        self.remove(&[entry]).await.map_err(|error| convert(error, location))
    }

    async fn delete_batch(&self, locations: Vec<Result<Path>>) -> Vec<Result<Path>> {
        let find = |location: Result<Path>| async move {
            let location = location?;
            let entry = self.find_object(&location).await?;
            Ok((location, entry))
        };
        let found: Vec<Found> = stream::iter(locations).map(find).buffered(CONCURRENCY).collect().await;
        let entries: Vec<Entry> = found.iter().flatten().map(|(_, entry)| entry.clone()).collect();
        let removed = if entries.is_empty() { Ok(()) } else { self.remove(&entries).await };
        let removed = &removed;
        let finish = |found: Found| async move {
            let (location, _) = found?;
            self.finish_delete(location, removed).await
        };
        stream::iter(found).then(finish).collect().await
    }

    /// Returns the result for one object of a job. If the service failed for some objects, the others are deleted one by one.
    async fn finish_delete(&self, location: Path, removed: &hwc_drive::Result<()>) -> Result<Path> {
        match removed {
            Ok(()) => Ok(location),
            Err(hwc_drive::Error::Api(error)) if error.kind() != ErrorKind::Service => {
                Err(convert(error.clone().into(), &location))
            }
            Err(_) => match self.delete_object(&location).await {
                // The job has deleted it.
                Ok(()) | Err(Error::NotFound { .. }) => Ok(location),
                Err(error) => Err(error),
            },
        }
    }

    async fn remove(&self, entries: &[Entry]) -> hwc_drive::Result<()> {
        match self.deletes_permanently {
            true => self.drive.delete_forever(entries).await,
            false => self.drive.recycle(entries).await,
        }
    }
}
