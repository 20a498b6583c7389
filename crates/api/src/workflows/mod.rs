//! Workflows: work of several calls, built on `Client::send` alone.

#[cfg(feature = "osm")]
mod span;
#[cfg(feature = "osm")]
pub mod tickets;
