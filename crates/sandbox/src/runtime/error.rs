//! Errors of opening and serving a sandbox. Later failures are responses to the caller.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// An error of opening or serving a sandbox.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// The file is not a database, or a database of another program. It was not changed.
    #[error("`{}` is not a file of the sandbox; choose another one", file.display())]
    NotASandboxDatabase {
        /// The file.
        file: PathBuf,
    },
    /// Another sandbox uses the file.
    #[error("`{}` is in use{}; stop it or choose another file", file.display(), process_hint(*process))]
    InUse {
        /// The file.
        file: PathBuf,
        /// The process that uses it, if known.
        process: Option<u32>,
    },
    /// The file could not be read, created or written.
    #[error("cannot use the file `{}`", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The database in the file could not be opened or set up.
    #[error("cannot open the database in `{}`", file.display())]
    Open {
        /// The file.
        file: PathBuf,
        /// The reason.
        source: Box<SandboxError>,
    },
    /// The database failed.
    #[error("the sandbox's database failed")]
    Database(#[from] rusqlite::Error),
    /// The tables have a version that this sandbox does not support. The file was not changed.
    #[error(
        "unsupported version {found} of the tables (supported: 5 to {newest}); use a newer sandbox or another file"
    )]
    OtherVersion {
        /// The version of the tables in the file.
        found: i64,
        /// The newest supported version.
        newest: i64,
    },
    /// The demo data could not be written.
    #[error("cannot write the demo data: {0}")]
    Demo(String),
    /// A record in the file could not be read.
    #[error("cannot read the records: {0}")]
    Records(String),
    /// The host to allow is not a host name without scheme and port.
    #[error("`{0}` is not a host such as `sandbox.test`, without scheme and port")]
    Host(String),
    /// The address is in use or not permitted.
    #[error("cannot listen at {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The reason.
        source: io::Error,
    },
    /// The contents of files cannot be copied or removed.
    #[error("cannot copy the contents of files")]
    Contents(#[source] io::Error),
    /// The server cannot accept connections any longer.
    #[error("cannot serve connections")]
    Serve(#[from] io::Error),
}

impl SandboxError {
    /// Adds the name of the file to an error that lacks it.
    pub(crate) fn of_file(self, file: &Path) -> Self {
        match self {
            Self::Database(_) | Self::OtherVersion { .. } | Self::Demo(_) => {
                Self::Open { file: file.to_owned(), source: Box::new(self) }
            }
            named => named,
        }
    }
}

fn process_hint(process: Option<u32>) -> String {
    process.map(|id| format!(" by process {id}")).unwrap_or_default()
}
