//! Workflows: work of several calls, built on `Client::send` alone.

#[cfg(feature = "insight")]
pub mod insight;
#[cfg(any(feature = "insight", feature = "osm"))]
mod run;
#[cfg(any(feature = "insight", feature = "osm"))]
mod setters;
#[cfg(any(feature = "insight", feature = "osm"))]
mod span;
#[cfg(feature = "osm")]
pub mod tickets;
