//! The root module and public items of `hwc-transport`. The README is the front page of the crate; its links require all
//! features.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(all(feature = "hyper", feature = "record", feature = "network", feature = "tower"), doc = include_str!("../README.md"))]

pub mod blocking;
mod body;
pub mod clock;
mod error;
pub mod file;
#[cfg(feature = "form")]
pub mod form;
#[cfg(feature = "hyper")]
mod hyper_transport;
#[cfg(feature = "local-server")]
pub mod local_server;
mod lock;
#[cfg(any(feature = "hyper", feature = "network"))]
mod network;
mod no_proxy;
mod presigned;
#[cfg(feature = "record")]
mod record;
#[cfg(feature = "network")]
mod reqwest_transport;
pub mod sign;
#[cfg(feature = "tower")]
mod tower;
mod transport;

pub use body::{Body, BodyError, ByteStream};
pub use error::{Phase, TransportError};
#[cfg(feature = "hyper")]
pub use hyper_transport::{HyperTransport, HyperTransportBuilder};
#[cfg(any(feature = "hyper", feature = "network"))]
pub use network::InvalidUrl;
pub use no_proxy::NoProxy;
pub use presigned::Presigned;
#[cfg(feature = "record")]
pub use record::{Recorder, Recording, RecordingError, Replay, is_signed_url};
#[cfg(feature = "network")]
pub use reqwest_transport::{ReqwestTransport, ReqwestTransportBuilder, normalized_url};
#[cfg(feature = "tower")]
pub use tower::{TowerTransport, TransportService};
pub use transport::{HttpRequest, HttpResponse, Transport};

/// Chunks of bodies are [`bytes::Bytes`]. Re-exported so that users need not match the version.
pub use bytes;
/// The HTTP client of [`ReqwestTransport::from_client`]. Re-exported so that users need not match the version.
#[cfg(feature = "network")]
pub use reqwest;

/// Requests and responses are types of [`http`]. Re-exported so that users need not match the version.
pub use http;
