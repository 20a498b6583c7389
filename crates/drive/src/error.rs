//! The errors of transfers.

use std::io;
use std::path::Path;

/// The result of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// The reason why an operation on a drive failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A call failed.
    #[error(transparent)]
    Api(#[from] hwc_api::Error),
    /// A path or a name is invalid.
    #[error("invalid path `{path}`: {reason}")]
    InvalidPath {
        /// The path.
        path: String,
        /// The reason.
        reason: String,
    },
    /// A pattern of a filter is invalid.
    #[error("invalid pattern `{pattern}`: {reason}")]
    InvalidPattern {
        /// The pattern.
        pattern: String,
        /// The reason.
        reason: String,
    },
    /// Nothing has the path, or the space does not exist.
    #[error("`{path}` does not exist")]
    NotFound {
        /// The path.
        path: String,
    },
    /// A file is where a folder is expected, or the other way round.
    #[error("`{path}` is not a {expected}")]
    WrongKind {
        /// The path.
        path: String,
        /// `file` or `folder`.
        expected: &'static str,
    },
    /// The name is in use, and the policy does not allow to replace the file.
    #[error("`{path}` exists already; choose another policy to replace or rename it")]
    Exists {
        /// The path.
        path: String,
    },
    /// A local file cannot be read or written.
    #[error("cannot {action} `{path}`: {source}")]
    Io {
        /// The action, as in `read`.
        action: &'static str,
        /// The path.
        path: String,
        /// The error of the system.
        source: io::Error,
    },
    /// The source of a transfer changed while it was transferred. Nothing was written at the target.
    #[error("`{path}` changed while it was transferred; start the transfer again")]
    Changed {
        /// The path.
        path: String,
    },
    /// The transferred content differs from that of the source. Nothing was written at the target.
    #[error("the content of `{path}` was damaged in transit: {reason}; start the transfer again")]
    Damaged {
        /// The path.
        path: String,
        /// The difference.
        reason: String,
    },
    /// Another process transfers the same file.
    #[error("`{path}` is being transferred by another process; wait for it to end")]
    Busy {
        /// The path.
        path: String,
    },
    /// A batch job of the service failed for a file.
    #[error("{action} `{path}` failed: {reason}")]
    Job {
        /// The action, as in `moving`.
        action: &'static str,
        /// The path.
        path: String,
        /// The reason of the service.
        reason: String,
        /// The error code of the service, if it sends one.
        code: Option<String>,
    },
    /// A synchronization would delete more files than allowed. Nothing was changed.
    #[error("the synchronization would delete {planned} files, and the limit is {limit}; nothing was changed")]
    TooManyDeletions {
        /// The number of planned deletions.
        planned: usize,
        /// The limit.
        limit: usize,
    },
    /// The journal cannot be used.
    #[error("the journal of transfers cannot be used: {reason}")]
    Journal {
        /// The reason.
        reason: String,
    },
    /// The response of the service lacks a value.
    #[error("the service returned no `{field}`")]
    MissingField {
        /// The name of the field.
        field: &'static str,
    },
}

impl Error {
    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { action, path: path.display().to_string(), source }
    }

    pub(crate) fn invalid_path(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::InvalidPath { path: path.into(), reason: reason.into() }
    }

    /// Returns the error code of the service, of a call or of a batch job, such as `13000311` if the space is full.
    #[must_use]
    pub fn service_code(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.service().map(|service| service.code.as_str()),
            Self::Job { code, .. } => code.as_deref(),
            _ => None,
        }
    }

    /// Returns true if the service reports this code.
    pub(crate) fn has_code(&self, code: &str) -> bool {
        self.service_code() == Some(code)
    }

    /// Returns true if the service reports that a file or folder is no longer there, or is in the recycle bin.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        matches!(self.service_code(), Some(code) if codes::GONE.contains(&code))
    }

    /// Returns the HTTP status of an error response.
    pub(crate) fn status(&self) -> Option<u16> {
        let Self::Api(error) = self else { return None };
        error.service().map(|service| service.status)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Journal { reason: error.to_string() }
    }
}

/// The error codes of KooDrive that transfers act on.
pub(crate) mod codes {
    /// The upload does not exist, or has expired.
    pub(crate) const UPLOAD_NOT_FOUND: &str = "13000401";
    /// The content is incomplete, or not the announced one.
    pub(crate) const INCOMPLETE: &str = "13000402";
    /// The name is in use.
    pub(crate) const NAME_IN_USE: &str = "13000405";
    /// A file or folder does not exist, is not in the space, or is in the recycle bin.
    pub(crate) const GONE: [&str; 6] = ["13000302", "13000305", "13000306", "13000309", "13000404", "13000411"];
}
