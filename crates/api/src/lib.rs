//! The public items of `hwc-api`. The README is the documentation of the crate.
// The example in the README needs the system clock.
#![cfg_attr(feature = "tokio", doc = include_str!("../README.md"))]

// Each module uses only those above it, except in links of the documentation.
mod error;
mod io;

mod core;

mod credentials;

mod pipeline;

mod calls;

mod client;

mod workflows;

#[cfg(feature = "blocking")]
mod blocking;

pub use calls::{Call, CallResponse, DownloadCall, DynCall, DynCallResponse, PresignedCall, RawCall};
pub use calls::{DynPages, Items, Pages};
pub use calls::{TaskFailure, TaskOutcome, TaskProgress, TaskResult, Waiter};
pub use client::{Client, ClientBuilder};
pub use core::{Response, is_loopback};
pub use credentials::{
    Credentials, CredentialsProvider, CredentialsRequest, KooDriveCredentials, ProfileFile, ProfileFileError,
};
pub use error::{Error, ErrorKind, ServiceError};
pub use io::{DownloadStream, Progress};
pub use pipeline::RateControl;
#[cfg(feature = "osm")]
pub use workflows::tickets;

#[cfg(feature = "blocking")]
pub use blocking::{Blocking, BlockingIter, BlockingStream};

pub use hwc_transport::clock::Clock;
pub use hwc_transport::{Body, ByteStream, Transport, TransportError};
pub use hwc_wire::{
    Binary, DecodeMode, Deviation, DeviationKind, Deviations, Download, ErrorClass, FilePart, Method, Operation,
    Paginated, PresignedUrl, Record, Request, Secret, Service, StartsTask, Timestamp, Violation,
};

#[cfg(feature = "catalog")]
pub use calls::JsonCall;
#[cfg(feature = "catalog")]
pub use hwc_models::CATALOG;
pub use hwc_models::SERVICES;
pub use hwc_models::iam;
#[cfg(feature = "insight")]
pub use hwc_models::insight;
#[cfg(feature = "koodrive")]
pub use hwc_models::koodrive;
#[cfg(feature = "osm")]
pub use hwc_models::osm;

/// Transports, bodies and clocks. Re-exported so that users depend on this crate alone.
pub use hwc_transport as transport;
/// The building blocks of models. Re-exported so that users depend on this crate alone.
pub use hwc_wire as wire;

/// The attribute for implementations of [`Transport`] and [`CredentialsProvider`]. Re-exported so that versions always match.
pub use async_trait::async_trait;
/// Types of HTTP statuses and headers. Re-exported so that versions always match.
pub use hwc_transport::http;
/// Types of free-form JSON. Re-exported so that versions always match.
pub use serde_json;

/// The examples of the repository's README.
#[cfg(all(doctest, feature = "reqwest"))]
#[doc = include_str!("../../../README.md")]
struct FrontPage;
