//! Bodies as the contents of files in a form.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use hwc_wire::Binary;

use super::{Body, BodyError, ByteStream, Kind, Open};
use crate::lock::lock;

/// The source of a file's content that is read while it is sent.
struct Source(Open);

/// Converts a body to the content of a file: `FilePart::stream("core.dump", Body::replayable(len, open))`.
///
/// The length must be known. A body that can be read only once allows one attempt to send it; each retry fails.
impl From<Body> for Binary {
    #[inline]
    fn from(body: Body) -> Self {
        let len = body.len();
        match body.0 {
            Kind::Bytes(bytes) => bytes.as_ref().into(),
            Kind::Replayable { open, .. } => Self::from_source(len, Arc::new(Source(open))),
            Kind::Once { stream, .. } => Self::from_source(len, Arc::new(Source(open_once(stream)))),
            #[cfg(any(feature = "hyper", feature = "network", feature = "tower"))]
            Kind::Started { stream, .. } => Self::from_source(len, Arc::new(Source(open_once(stream)))),
        }
    }
}

/// Returns the stream when it is opened for the first time.
#[inline]
fn open_once(stream: ByteStream) -> Open {
    let stream = Mutex::new(Some(stream));
    Arc::new(move || lock(&stream).take().unwrap_or_else(already_read))
}

/// Returns a stream that fails, in place of one that was read.
#[inline]
fn already_read() -> ByteStream {
    let error = BodyError::new("the stream was already read, and cannot be read again for another attempt");
    ByteStream::from_chunks(Some(Err(error)))
}

impl Body {
    /// Returns the content of a file as a body, or `None` for a stream of unknown length.
    pub fn from_content(content: &Binary) -> Option<Self> {
        let Some(source) = content.source() else { return Some(Bytes::from_owner(content.clone()).into()) };
        let (len, Source(open)) = (content.byte_count()?, source.downcast_ref()?);
        Some(Self(Kind::Replayable { len, open: Arc::clone(open) }))
    }
}
