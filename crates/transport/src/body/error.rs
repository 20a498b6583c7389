//! The error type of bodies.

use std::error::Error;
use std::time::Duration;

/// The error of a body that could not be read to its end.
///
/// `Display` is one line and does not repeat the text of `source()`. It contains neither contents nor URLs.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct BodyError(Kind);

type Source = Box<dyn Error + Send + Sync>;

#[derive(Debug, thiserror::Error)]
enum Kind {
    #[error("the body exceeds the limit of {limit} bytes")]
    TooLong { limit: usize },
    #[error("the body does not have its announced length of {announced} bytes")]
    WrongLength { announced: u64 },
    #[error("the response body ended early")]
    Interrupted(#[source] Source),
    #[error("no data received for {0:?}")]
    ReadTimeout(Duration),
    #[error("cannot read the data of the body")]
    Unreadable(#[source] Source),
}

impl BodyError {
    /// Creates an error for the data behind a body that could not be read. For custom streams.
    ///
    /// Keep secrets out of `source`: it is printed.
    pub fn new(source: impl Into<Source>) -> Self {
        Self(Kind::Unreadable(source.into()))
    }

    /// Creates an error for a connection that failed before the response body was complete. For custom transports.
    ///
    /// Keep secrets out of `source`: it is printed.
    pub fn interrupted(source: impl Into<Source>) -> Self {
        Self(Kind::Interrupted(source.into()))
    }

    /// Creates an error for a response that delivered no data for `limit`, which exceeds the read timeout.
    pub fn read_timeout(limit: Duration) -> Self {
        Self(Kind::ReadTimeout(limit))
    }

    /// Creates an error for a body of more than `limit` bytes.
    pub fn too_long(limit: usize) -> Self {
        Self(Kind::TooLong { limit })
    }

    pub(super) fn wrong_length(announced: u64) -> Self {
        Self(Kind::WrongLength { announced })
    }

    /// Returns true if the body had more bytes than the caller of [`collect`](crate::Body::collect) allowed. Raise the
    /// limit, or read the body as a stream.
    pub fn is_too_long(&self) -> bool {
        matches!(self.0, Kind::TooLong { .. })
    }

    /// Returns true if the number of bytes differs from the announced length. A file that is sent has changed meanwhile.
    #[inline]
    pub fn is_wrong_length(&self) -> bool {
        matches!(self.0, Kind::WrongLength { .. })
    }

    /// Returns true if the response stopped arriving. A retry may succeed.
    #[inline]
    pub fn is_read_timeout(&self) -> bool {
        matches!(self.0, Kind::ReadTimeout(_))
    }

    /// Returns true if the connection failed before the response was complete. A retry may succeed.
    #[inline]
    pub fn is_interrupted(&self) -> bool {
        matches!(self.0, Kind::Interrupted(_))
    }
}
