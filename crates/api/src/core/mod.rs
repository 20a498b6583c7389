//! Small parts without I/O that all other layers share.

mod clock_skew;
mod endpoint_url;
mod lazy;
mod lock;
mod response;
mod setters;
mod setting_source;
mod shared_cache;
mod small_map;
mod timeout;

use std::future::Future;
use std::pin::Pin;

pub(crate) use clock_skew::ClockSkew;
pub use endpoint_url::is_loopback;
pub(crate) use endpoint_url::{is_local, normalize};
pub(crate) use lazy::{Lazy, lazy_future};
pub(crate) use lock::lock;
pub use response::Response;
pub(crate) use setters::named_settings;
pub use setting_source::SettingSource;
pub(crate) use shared_cache::{RefreshFuture, SharedCache};
pub(crate) use small_map::SmallMap;
pub(crate) use timeout::{Deadline, timeout, timeout_after};

/// A boxed future that owns its data.
pub(crate) type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;
