//! Why a body could not be read to its end.

use std::error::Error;
use std::time::Duration;

/// A body that could not be read to its end.
///
/// `Display` is one line and does not repeat what `source()` tells. No contents and no URL are in it.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct BodyError(Kind);

type Source = Box<dyn Error + Send + Sync>;

#[derive(Debug, thiserror::Error)]
enum Kind {
    #[error("the body has more than {limit} bytes, which is the limit set for it")]
    TooLong { limit: usize },
    #[error("the body does not have the {announced} bytes that were announced for it")]
    WrongLength { announced: u64 },
    #[error("the answer broke off before its end")]
    CutOff(#[source] Source),
    #[error("the answer stopped coming for {0:?}")]
    Stalled(Duration),
    #[error("the data of the body could not be read")]
    Unreadable(#[source] Source),
}

impl BodyError {
    /// For streams of your own: the data behind the body could not be read, because of `source`.
    ///
    /// Keep secrets out of `source`: it is printed.
    pub fn new(source: impl Into<Source>) -> Self {
        Self(Kind::Unreadable(source.into()))
    }

    /// For transports of your own: the connection failed before the answer's body was complete.
    ///
    /// Keep secrets out of `source`: it is printed.
    pub fn cut_off(source: impl Into<Source>) -> Self {
        Self(Kind::CutOff(source.into()))
    }

    /// The answer did not go on for `pause`, which is longer than was allowed.
    pub fn stalled(pause: Duration) -> Self {
        Self(Kind::Stalled(pause))
    }

    /// There are more than the `limit` bytes that were allowed.
    pub fn too_long(limit: usize) -> Self {
        Self(Kind::TooLong { limit })
    }

    pub(super) fn wrong_length(announced: u64) -> Self {
        Self(Kind::WrongLength { announced })
    }

    /// Whether there were more bytes than the caller of [`collect`](crate::Body::collect) allowed. Raise the limit, or
    /// read the body as a stream.
    pub fn is_too_long(&self) -> bool {
        matches!(self.0, Kind::TooLong { .. })
    }

    /// Whether the bytes were not as many as announced. If it is a file that is sent, it changed meanwhile.
    pub fn is_wrong_length(&self) -> bool {
        matches!(self.0, Kind::WrongLength { .. })
    }

    /// Whether the answer stopped coming. Asking again may help.
    pub fn is_stalled(&self) -> bool {
        matches!(self.0, Kind::Stalled(_))
    }

    /// Whether the connection failed before the answer was complete. Asking again may help.
    pub fn is_cut_off(&self) -> bool {
        matches!(self.0, Kind::CutOff(_))
    }
}
