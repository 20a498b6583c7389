//! Reading objects: whole, in part, and under conditions.

use std::ops::Range;

use bytes::Bytes;
use futures_util::stream::BoxStream;
use futures_util::{StreamExt, stream};
use hwc_drive::{ContentStream, DownloadSource, Entry};
use object_store::path::Path;
use object_store::{
    Attributes, GetOptions, GetRange, GetResult, GetResultPayload, OBJECT_STORE_COALESCE_DEFAULT, Result,
    coalesce_ranges, collect_bytes,
};

use crate::error::{convert, generic};
use crate::metadata::object_meta;
use crate::store::KooDriveStore;

impl KooDriveStore {
    pub(crate) async fn get_object(&self, location: &Path, options: &GetOptions) -> Result<GetResult> {
        if options.version.is_some() {
            let source = "KooDrive has no versions that a request can name".into();
            return Err(object_store::Error::NotSupported { source });
        }
        let entry = self.find_object(location).await?;
        let meta = object_meta(location.clone(), &entry);
        options.check_preconditions(&meta)?;
        let range = options.range.as_ref().map_or(Ok(0..entry.size), |range| range.as_range(entry.size));
        let range = range.map_err(generic)?;
        let content = if options.head { stream::empty().boxed() } else { self.read(entry, &range, location).await? };
        Ok(GetResult { payload: GetResultPayload::Stream(content), meta, range, attributes: Attributes::new() })
    }

    /// Reads several parts with one lookup of the object. Parts that are close to each other share a request.
    pub(crate) async fn read_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        if ranges.is_empty() {
            return Ok(Vec::new());
        }
        let entry = self.find_object(location).await?;
        let ranges = ranges.iter().map(|range| GetRange::Bounded(range.clone()).as_range(entry.size));
        let ranges = ranges.collect::<std::result::Result<Vec<_>, _>>().map_err(generic)?;
        let read = |range: Range<u64>| {
            let entry = entry.clone();
            async move {
                let length = range.end - range.start;
                collect_bytes(self.read(entry, &range, location).await?, Some(length)).await
            }
        };
        coalesce_ranges(&ranges, read, OBJECT_STORE_COALESCE_DEFAULT).await
    }

    async fn read(
        &self,
        entry: Entry,
        range: &Range<u64>,
        location: &Path,
    ) -> Result<BoxStream<'static, Result<Bytes>>> {
        let content =
            self.drive.read_verified(&DownloadSource::file(entry), range.start, range.end - range.start).await;
        Ok(into_chunks(content.map_err(|error| convert(error, location))?, location.clone()))
    }
}

fn into_chunks(content: ContentStream, location: Path) -> BoxStream<'static, Result<Bytes>> {
    let next = |(mut content, location): (ContentStream, Path)| async move {
        let chunk = content.try_next().await.map_err(|error| convert(error, &location))?;
        Ok(chunk.map(|chunk| (chunk, (content, location))))
    };
    stream::try_unfold((content, location), next).boxed()
}
