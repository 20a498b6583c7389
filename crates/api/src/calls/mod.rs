//! Call builders: the request, the options of the call, and the ways to await it.

mod call;
mod download;
mod dynamic;
#[cfg(feature = "catalog")]
mod json;
mod paging;
mod presigned;
mod presigned_slice;
mod presigned_upload;
mod raw;
mod record_call;
mod setters;
mod waiting;

pub use call::{Call, CallResponse};
pub use download::DownloadCall;
pub use dynamic::{DynCall, DynCallResponse};
#[cfg(feature = "catalog")]
pub use json::JsonCall;
pub use paging::{DynPages, Items, Pages};
pub use presigned::PresignedCall;
pub use presigned_upload::PresignedUpload;
pub use raw::RawCall;
pub use waiting::{DynWaiter, TaskFailure, TaskOutcome, TaskProgress, TaskResult, Waiter};
