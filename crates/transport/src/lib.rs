//! The root of `hwc-transport`: what the crate holds, in one list. The README is the crate's front page.
#![doc = include_str!("../README.md")]

mod body;
pub mod clock;
mod error;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
pub mod sign;
mod transport;

pub use body::{Body, BodyError, ByteStream};
pub use error::{Phase, TransportError};
#[cfg(feature = "reqwest")]
pub use reqwest_transport::{ReqwestTransport, ReqwestTransportBuilder};
pub use transport::{Request, Response, Transport};

/// The chunks of bodies are [`bytes::Bytes`]; re-exported so that users need not match the version.
pub use bytes;
/// Requests and responses are types of [`http`]; re-exported so that users need not match the version.
pub use http;
