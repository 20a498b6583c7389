//! Call builders: the request, the options of the call, and the ways to await it.

mod download;
mod dynamic;
mod link;
#[cfg(feature = "catalog")]
mod named;
mod options;
mod raw;
mod reply;
mod typed;

use std::future::Future;
use std::pin::Pin;

pub use download::DownloadCall;
pub use dynamic::{DynCall, DynDetailed};
pub use link::LinkCall;
#[cfg(feature = "catalog")]
pub use named::NamedCall;
pub(crate) use options::Options;
pub use raw::RawCall;
pub use reply::Reply;
pub use typed::{Call, Detailed};

/// The future of an awaited call.
type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;
