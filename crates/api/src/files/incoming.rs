//! A file that the service has begun to send.

use std::fmt;

use hwc_transport::bytes::Bytes;
use hwc_transport::http::HeaderMap;
use hwc_transport::http::header::{CONTENT_TYPE, HeaderName};
use hwc_transport::{Body, ByteStream};

use crate::error::Error;

/// A file that the service has begun to send. Nothing of it is kept in memory.
#[must_use = "the content is still to be read"]
pub struct Incoming {
    headers: HeaderMap,
    body: Body,
}

impl Incoming {
    pub(crate) fn new(headers: HeaderMap, body: Body) -> Self {
        Self { headers, body }
    }

    /// Its length in bytes, where the service tells it.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "of a stream, nobody knows before it is read")]
    pub fn len(&self) -> Option<u64> {
        self.body.len()
    }

    /// What it is, where the service tells it, as in `image/png`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok())
    }

    /// The headers of the answer.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Its content, chunk by chunk as it arrives. The stream ends with an error when the answer breaks off, or pauses for
    /// longer than the client's stall timeout.
    #[must_use]
    pub fn into_stream(self) -> ByteStream {
        self.body.into_stream()
    }

    pub(crate) async fn collect(self, limit: usize) -> Result<Bytes, Error> {
        self.body.collect(limit).await.map_err(Error::body)
    }
}

/// Headers show their names only.
impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        f.debug_struct("Incoming").field("headers", &headers).field("body", &self.body).finish()
    }
}
