//! The root of `hwc-transport`: what the crate holds, in one list. The README is the crate's front page; its links need all that
//! it names.
#![cfg_attr(all(feature = "record", feature = "reqwest", feature = "tower"), doc = include_str!("../README.md"))]

mod body;
pub mod clock;
mod direct;
mod error;
pub mod file;
mod presigned;
#[cfg(feature = "record")]
mod record;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
pub mod sign;
#[cfg(feature = "tower")]
mod tower;
mod transport;

pub use body::{Body, BodyError, ByteStream};
pub use direct::Direct;
pub use error::{Phase, TransportError};
pub use presigned::Presigned;
#[cfg(feature = "record")]
pub use record::{Recorder, Recording, RecordingError, Replay};
#[cfg(feature = "reqwest")]
pub use reqwest_transport::{InvalidUrl, ReqwestTransport, ReqwestTransportBuilder, normalized_url};
#[cfg(feature = "tower")]
pub use tower::{TowerTransport, TransportService};
pub use transport::{Request, Response, Transport};

/// The chunks of bodies are [`bytes::Bytes`]; re-exported so that users need not match the version.
pub use bytes;
/// Requests and responses are types of [`http`]; re-exported so that users need not match the version.
pub use http;
