//! The kinds of errors: what a caller can act upon.

/// What went wrong with a call, by what there is to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client or a setting is wrong: an endpoint, a region, a missing project id. Nothing was sent; correct the
    /// configuration that the message names.
    Config,
    /// The request cannot be sent as it is. Nothing was sent; correct what [`violations`](super::Error::violations) or
    /// the message names.
    Invalid,
    /// There are no usable credentials. The call was not sent; set what the message names. Where signing in, or asking
    /// whose they are, was what failed, `source()` is the [`Error`](super::Error) of that.
    Credentials,
    /// The request never left: no connection, no such host. Sending it again does no harm.
    NotSent,
    /// The request may have arrived, but no whole answer came. Send it again only if doing its work twice does no harm.
    MaybeSent,
    /// The time for the call was up. [`is_retryable`](super::Error::is_retryable) tells whether it can be repeated
    /// without harm.
    Timeout,
    /// The service, or a gateway before it, said no: see [`service`](super::Error::service).
    Refused,
    /// The service agreed, but its answer cannot be read: see [`path`](super::Error::path). It has done its work.
    Unreadable,
    /// There are more elements than the service lets anyone list. Ask for less, by a narrower filter.
    ListTooLong,
    /// The pages of a list do not follow each other as described; going on would repeat or lose elements.
    Paging,
    /// There is no operation of this name.
    UnknownOperation,
    /// A file of this machine, or another place that the caller named, could not be read or written. Of an upload, nothing
    /// was sent.
    File,
}

impl ErrorKind {
    /// The kind in words, as messages begin.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Config => "the configuration is wrong",
            Self::Invalid => "the request is wrong",
            Self::Credentials => "no usable credentials",
            Self::NotSent => "the request was not sent",
            Self::MaybeSent => "no whole answer came, though the request may have been sent",
            Self::Timeout => "time was up",
            Self::Refused => "the service refused",
            Self::Unreadable => "the answer cannot be read",
            Self::ListTooLong => "the list is too long",
            Self::Paging => "the pages do not follow each other",
            Self::UnknownOperation => "there is no such operation",
            Self::File => "trouble with a file of this machine",
        }
    }
}
