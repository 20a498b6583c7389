//! Transfers for KooDrive: paths, uploads and downloads, a journal to resume them, and one-way synchronization.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]

mod download;
mod drive;
mod entry;
mod error;
mod journal;
mod local;
mod paths;
mod remote;
mod report;
mod sync;
mod transfer;
mod upload;

pub use download::{ContentStream, DownloadOutcome, DownloadSource, DownloadTarget};
pub use drive::{Drive, DriveSpace};
pub use entry::{Entry, NamedEntry};
pub use error::{Error, Result};
pub use journal::{Journal, PendingTransfer, TransferDirection};
pub use local::SyncFilter;
pub use paths::{LocalNames, Location, MAX_NAME_LENGTH, NameRules, RemotePath, validate_name};
pub use remote::TreeEntry;
pub use report::{FailedFile, TransferReport};
pub use sync::{SyncAction, SyncComparison, SyncItem, SyncOptions, SyncReport};
pub use transfer::{EventSink, EventStream, TransferEvent, TransferOptions};
pub use upload::{NamePolicy, SpoolFile, UploadKind, UploadOutcome, UploadSource};
