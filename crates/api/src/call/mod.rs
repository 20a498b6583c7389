//! Call builders: the request, the options of the call, and the ways to await it.

mod download;
mod dynamic;
#[cfg(feature = "catalog")]
mod json;
mod options;
mod presigned;
mod raw;
mod response;
mod typed;

use std::future::Future;
use std::pin::Pin;

pub use download::DownloadCall;
pub use dynamic::{DynCall, DynCallResponse};
#[cfg(feature = "catalog")]
pub use json::JsonCall;
pub(crate) use options::Options;
pub use presigned::PresignedCall;
pub use raw::RawCall;
pub use response::Response;
pub use typed::{Call, CallResponse};

/// The future of an awaited call.
type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;
