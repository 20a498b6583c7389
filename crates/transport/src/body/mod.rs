//! Bodies of requests and responses. The type is not one of an HTTP library, since callers must know if a body can be
//! sent again. Bytes and replayable bodies can; a stream that is read once cannot.

mod concat;
mod error;
mod exact_length;
#[cfg(feature = "system-clock")]
mod file;
mod file_content;
#[cfg(any(feature = "hyper", feature = "network", feature = "tower"))]
mod http_body;
mod stream;
#[cfg(feature = "tower")]
mod wrapped;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;

pub use error::BodyError;
pub use stream::ByteStream;

use concat::ConcatStream;

/// The body of a [`HttpRequest`](crate::HttpRequest) or a [`HttpResponse`](crate::HttpResponse).
///
/// There are three kinds:
///
/// | kind | created by | length | can be cloned |
/// | --- | --- | --- | --- |
/// | bytes | `From`, [`Body::empty`] | known | yes, cheaply |
/// | replayable | [`Body::replayable`], [`Body::concat`] | known | yes, the clone reads the data again |
/// | once | [`Body::from_stream`] | known or unknown | no |
///
/// `Debug` shows the kind and the length, never the contents.
pub struct Body(Kind);

enum Kind {
    Bytes(Bytes),
    Replayable {
        len: u64,
        open: Open,
    },
    Once {
        len: Option<u64>,
        stream: ByteStream,
    },
    /// A body of which a part may have been read, with the number of bytes that are left. The stream enforces it.
    #[cfg(any(feature = "hyper", feature = "network", feature = "tower"))]
    Started {
        remaining: Option<u64>,
        stream: ByteStream,
    },
}

type Open = Arc<dyn Fn() -> ByteStream + Send + Sync>;

impl Body {
    /// Creates a body of no bytes.
    pub fn empty() -> Self {
        Self(Kind::Bytes(Bytes::new()))
    }

    /// Creates a body of `len` bytes that `open` can read from the start any number of times, such as a file.
    ///
    /// `open` must not block. Slow or fallible work belongs in the stream that it returns. A stream that is longer or
    /// shorter than `len` ends with a [`BodyError`].
    pub fn replayable<F>(len: u64, open: F) -> Self
    where
        F: Fn() -> ByteStream + Send + Sync + 'static,
    {
        let open = Arc::new(open);
        Self(Kind::Replayable { len, open })
    }

    /// Creates a body that can be read only once, of `len` bytes if the length is known.
    ///
    /// A stream that is longer or shorter than `len` ends with a [`BodyError`].
    pub fn from_stream<S>(stream: S, len: Option<u64>) -> Self
    where
        S: Stream<Item = Result<Bytes, BodyError>> + Send + 'static,
    {
        let stream = ByteStream::new(stream);
        Self(Kind::Once { len, stream })
    }

    /// Creates a body of the first `len` bytes of the file at `path`. Each read of the body reads the file again.
    ///
    /// Data appended to the file meanwhile is not sent. A file that has become shorter than `len` causes a [`BodyError`].
    /// Requires a tokio runtime.
    #[cfg(feature = "system-clock")]
    pub fn file(path: impl Into<std::path::PathBuf>, len: u64) -> Self {
        Self::file_range(path, 0, len)
    }

    /// Creates a body of `len` bytes of the file at `path` from the position `start`, like [`file`](Self::file).
    #[cfg(feature = "system-clock")]
    pub fn file_range(path: impl Into<std::path::PathBuf>, start: u64, len: u64) -> Self {
        let path = path.into();
        Self::replayable(len, move || ByteStream::new(file::FileStream::new(path.clone(), start, len)))
    }

    /// Joins several bodies in sequence. The result can be cloned if all of them can, and has a known length if all of
    /// them have.
    pub fn concat(bodies: Vec<Self>) -> Self {
        let len = bodies.iter().map(Self::len).sum::<Option<u64>>();
        let again = bodies.iter().all(|body| matches!(body.0, Kind::Bytes(_) | Kind::Replayable { .. }));
        match len {
            Some(len) if again => Self::replayable(len, move || {
                ByteStream::new(ConcatStream::new(bodies.iter().filter_map(Self::try_clone)))
            }),
            len => Self::from_stream(ConcatStream::new(bodies), len),
        }
    }

    /// Returns the number of bytes, or `None` for a stream of unknown length.
    #[expect(clippy::len_without_is_empty, reason = "unknown for a stream before it is read")]
    pub fn len(&self) -> Option<u64> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes.len() as u64),
            Kind::Replayable { len, .. } => Some(*len),
            Kind::Once { len, .. } => *len,
            #[cfg(any(feature = "hyper", feature = "network", feature = "tower"))]
            Kind::Started { remaining, .. } => *remaining,
        }
    }

    /// Returns the contents if they are in memory, or `None` for streams.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Returns a clone of the body, or `None` if it can be read only once.
    pub fn try_clone(&self) -> Option<Self> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(Self(Kind::Bytes(bytes.clone()))),
            Kind::Replayable { len, open } => Some(Self(Kind::Replayable { len: *len, open: Arc::clone(open) })),
            _ => None,
        }
    }

    /// Returns the contents as a stream of chunks.
    ///
    /// If the length is known, the stream enforces it: too many or too few bytes end it with an error.
    pub fn into_stream(self) -> ByteStream {
        match self.0 {
            Kind::Bytes(bytes) => ByteStream::from_chunks(Some(Ok(bytes)).filter(is_not_empty)),
            Kind::Replayable { len, open } => open().exactly(len),
            Kind::Once { len: None, stream } => stream,
            Kind::Once { len: Some(len), stream } => stream.exactly(len),
            #[cfg(any(feature = "hyper", feature = "network", feature = "tower"))]
            Kind::Started { stream, .. } => stream,
        }
    }

    /// Reads all the contents into memory, up to `limit` bytes.
    ///
    /// # Errors
    ///
    /// Returns an error with [`BodyError::is_too_long`] if there are more than `limit` bytes, or the error that ends the
    /// stream early.
    pub async fn collect(self, limit: usize) -> Result<Bytes, BodyError> {
        if self.len().is_some_and(|len| len > limit as u64) {
            return Err(BodyError::too_long(limit));
        }
        if let Kind::Bytes(bytes) = self.0 {
            return Ok(bytes);
        }
        let mut stream = self.into_stream();
        stream.collect(limit).await
    }

    /// Reads the contents into memory up to `limit` bytes. If the stream ends early, returns what was read before.
    pub async fn collect_start(self, limit: usize) -> Bytes {
        match self.0 {
            Kind::Bytes(bytes) => bytes.slice(..bytes.len().min(limit)),
            _ => self.into_stream().collect_start(limit).await,
        }
    }

    #[inline]
    fn kind_name(&self) -> &'static str {
        match &self.0 {
            Kind::Bytes(_) => "bytes",
            Kind::Replayable { .. } => "replayable",
            _ => "once",
        }
    }
}

fn is_not_empty(chunk: &Result<Bytes, BodyError>) -> bool {
    !matches!(chunk, Ok(bytes) if bytes.is_empty())
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Kind::Bytes(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl fmt::Debug for Body {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.kind_name();
        match self.len() {
            Some(len) => write!(f, "Body({kind}, {len} bytes)"),
            None => write!(f, "Body({kind}, unknown length)"),
        }
    }
}
