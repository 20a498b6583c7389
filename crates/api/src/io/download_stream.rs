//! File responses that are being received.

use std::fmt;

use hwc_transport::bytes::Bytes;
use hwc_transport::http::HeaderMap;
use hwc_transport::http::header::{CONTENT_TYPE, HeaderName};
use hwc_transport::{Body, ByteStream};

use crate::error::Error;

/// A file response that is being received. The content is not buffered in memory.
#[must_use = "the content is still to be read"]
pub struct DownloadStream {
    headers: HeaderMap,
    body: Body,
}

impl DownloadStream {
    #[inline]
    pub(crate) fn new(headers: HeaderMap, body: Body) -> Self {
        Self { headers, body }
    }

    /// Returns the length in bytes, if the service sends it.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "unknown for a stream before it is read")]
    #[inline]
    pub fn len(&self) -> Option<u64> {
        self.body.len()
    }

    /// Returns the content type, such as `image/png`, if the service sends it.
    #[must_use]
    #[inline]
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok())
    }

    /// Returns the headers of the response.
    #[must_use]
    #[inline]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the content as a stream of chunks. The stream ends with an error if the body ends early, or if the next chunk
    /// takes longer than the client's `read_timeout`.
    #[must_use]
    #[inline]
    pub fn into_stream(self) -> ByteStream {
        self.body.into_stream()
    }

    /// Saves the content to `path` with an atomic write, replaces an existing file, and returns the number of bytes. Needs a
    /// tokio runtime.
    ///
    /// # Errors
    /// Returns [`ErrorKind::Io`](crate::ErrorKind::Io) if the file cannot be written, or the error of a body that ends early.
    #[cfg(feature = "system-clock")]
    pub async fn save(self, path: impl AsRef<std::path::Path>) -> Result<u64, Error> {
        super::save(self.into_stream(), path.as_ref()).await
    }

    #[inline]
    pub(crate) async fn collect(self, limit: usize) -> Result<Bytes, Error> {
        self.body.collect(limit).await.map_err(Error::response_body)
    }
}

/// Prints only the names of headers.
impl fmt::Debug for DownloadStream {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        f.debug_struct("DownloadStream").field("headers", &headers).field("body", &self.body).finish()
    }
}
