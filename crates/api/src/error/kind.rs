//! The kinds of errors, grouped by the action they call for.

use std::fmt;

/// The kind of an error. Each kind calls for a different action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client or a setting is invalid: an endpoint, a region, a missing project ID. Nothing was sent. Correct the
    /// configuration named in the message.
    Config,
    /// The request is invalid. Nothing was sent. Correct the fields named in [`violations`](super::Error::violations) or in
    /// the message.
    InvalidRequest,
    /// No usable credentials. The request was not sent. Set the values named in the message. If a sign-in request or an ID
    /// lookup failed, `source()` is its [`Error`](super::Error).
    Credentials,
    /// The request was never sent: no connection, or an unknown host. It can be repeated safely.
    NotSent,
    /// The request may have been processed, but no complete response was received. Repeat it only if it is idempotent.
    MaybeSent,
    /// The call timed out. [`is_retryable`](super::Error::is_retryable) returns true if it can be repeated safely.
    Timeout,
    /// The service or its gateway returned an error response: see [`service`](super::Error::service).
    Service,
    /// The request succeeded, but its response could not be decoded: see [`path`](super::Error::decode_path). The operation
    /// has taken effect.
    Decode,
    /// The list has more elements than the service returns. Use a narrower filter.
    ListTruncated,
    /// The pages of a list are not in the documented sequence. Continuing would repeat or skip elements.
    Pagination,
    /// The name of the operation is unknown.
    UnknownOperation,
    /// Reading or writing a local file, or another source or target set by the caller, failed. For uploads, nothing was
    /// sent.
    Io,
}

impl ErrorKind {
    /// Returns the kind in words, for the beginning of messages.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Config => "invalid configuration",
            Self::InvalidRequest => "invalid request",
            Self::Credentials => "no usable credentials",
            Self::NotSent => "the request was not sent",
            Self::MaybeSent => "no complete response; the request may have been processed",
            Self::Timeout => "timed out",
            Self::Service => "error response",
            Self::Decode => "cannot decode the response",
            Self::ListTruncated => "list truncated",
            Self::Pagination => "inconsistent pages",
            Self::UnknownOperation => "unknown operation",
            Self::Io => "file error",
        }
    }

    /// Returns a short name that never changes, for `tracing` fields.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::InvalidRequest => "invalid_request",
            Self::Credentials => "credentials",
            Self::NotSent => "not_sent",
            Self::MaybeSent => "maybe_sent",
            Self::Timeout => "timeout",
            Self::Service => "service",
            Self::Decode => "decode",
            Self::ListTruncated => "list_truncated",
            Self::Pagination => "pagination",
            Self::UnknownOperation => "unknown_operation",
            Self::Io => "io",
        }
    }
}

/// Describes the kind in words, as at the beginning of an error.
impl fmt::Display for ErrorKind {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
