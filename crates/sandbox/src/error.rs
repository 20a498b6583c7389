//! Why a sandbox could not be opened or served. What goes wrong later is told to the caller in an answer.

use std::io;

/// Why a sandbox could not be opened or served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// The file is a database of something else. It was left as it was.
    #[error("the file is a database of something else")]
    OtherDatabase,
    /// The database could not be opened or set up: the file is no sandbox's, or cannot be written.
    #[error("the sandbox could not open its database")]
    Database(#[from] rusqlite::Error),
    /// The file was written by a version of the sandbox whose tables differ. Move it away and start anew.
    #[error("the file holds version {found} of the sandbox's tables, this sandbox needs version {needed}")]
    OtherVersion {
        /// The version of the tables in the file.
        found: i64,
        /// The version that this sandbox works with.
        needed: i64,
    },
    /// The demo data could not be written.
    #[error("the demo data could not be written: {0}")]
    Demo(String),
    /// No connection could be listened for or served: the port is taken, for example.
    #[error("the sandbox could not be served")]
    Serve(#[from] io::Error),
}
