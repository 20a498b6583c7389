//! Writing objects in parts. The parts go to a temporary file, because the service needs the length first.

use std::sync::Arc;

use futures_util::FutureExt;
use hwc_drive::{NamePolicy, SpoolFile};
use object_store::path::Path;
use object_store::{MultipartUpload, PutMultipartOptions, PutPayload, PutResult, Result, UploadPart};
use tokio::sync::Mutex;

use crate::error::{convert, generic};
use crate::metadata::remote_path;
use crate::store::KooDriveStore;
use crate::write::require_no_attributes;

/// An upload in parts. The temporary file is deleted with it.
#[derive(Debug)]
pub(crate) struct SpooledUpload {
    store: KooDriveStore,
    location: Path,
    spool: Arc<Mutex<Spool>>,
    /// The length of all parts so far, which is the position of the next one.
    length: u64,
}

/// The temporary file of an upload.
#[derive(Debug)]
struct Spool {
    /// The file, until the upload is completed or aborted.
    file: Option<SpoolFile>,
    /// The length of all parts that are in the file.
    written: u64,
}

impl KooDriveStore {
    pub(crate) async fn start_multipart(
        &self,
        location: &Path,
        options: &PutMultipartOptions,
    ) -> Result<SpooledUpload> {
        require_no_attributes(&options.attributes)?;
        remote_path(location)?;
        let file = SpoolFile::create().await.map_err(|error| convert(error, location))?;
        let spool = Arc::new(Mutex::new(Spool { file: Some(file), written: 0 }));
        Ok(SpooledUpload { store: self.clone(), location: location.clone(), spool, length: 0 })
    }
}

impl Spool {
    /// Writes a part at its place.
    async fn write(&mut self, start: u64, payload: PutPayload) -> hwc_drive::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut position = start;
        for chunk in payload {
            let length = chunk.len() as u64;
            file.write_at(position, chunk).await?;
            position += length;
        }
        self.written += position - start;
        Ok(())
    }
}

#[async_trait::async_trait]
impl MultipartUpload for SpooledUpload {
    fn put_part(&mut self, payload: PutPayload) -> UploadPart {
        let (start, spool, location) = (self.length, Arc::clone(&self.spool), self.location.clone());
        self.length += payload.content_length() as u64;
        let write = async move { spool.lock().await.write(start, payload).await };
        write.map(move |written| written.map_err(|error| convert(error, &location))).boxed()
    }

    async fn complete(&mut self) -> Result<PutResult> {
        let mut spool = self.spool.lock().await;
        let (location, missing) = (&self.location, self.length - spool.written);
        if spool.file.is_some() && missing > 0 {
            return Err(generic(format!("{missing} bytes of `{location}` were not written; wait for all parts first")));
        }
        let file = spool.file.take();
        let file = file.ok_or_else(|| generic(format!("the upload of `{location}` has ended already")))?;
        let source = file.into_source(location.to_string());
        self.store.upload(location, &source, NamePolicy::Replace).await
    }

    async fn abort(&mut self) -> Result<()> {
        self.spool.lock().await.file = None;
        Ok(())
    }
}
