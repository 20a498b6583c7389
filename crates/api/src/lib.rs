//! The public items of `hwc-api`. The README is the documentation of the crate.
#![cfg_attr(docsrs, feature(doc_cfg))]
// The example in the README needs the system clock.
#![cfg_attr(feature = "system-clock", doc = include_str!("../README.md"))]

// Each module uses only those above it, except in links of the documentation.
mod error;
mod io;

mod core;

mod credentials;

mod pipeline;

mod calls;

mod client;

#[cfg(feature = "workflows")]
mod workflows;

#[cfg(feature = "test-util")]
pub mod mock;

#[cfg(feature = "blocking")]
mod blocking;

// Pages without code, for rustdoc alone. Their examples need the features that the tests of this crate enable.
#[cfg(any(
    doc,
    all(
        doctest,
        feature = "network",
        feature = "osm",
        feature = "koodrive",
        feature = "workflows",
        feature = "test-util"
    )
))]
pub mod guide;

pub use calls::{Call, CallResponse, DownloadCall, DynCall, DynCallResponse, PresignedCall, PresignedUpload, RawCall};
pub use calls::{DynPages, Items, Pages};
pub use calls::{DynWaiter, TaskFailure, TaskOutcome, TaskProgress, TaskResult, Waiter};
pub use client::{Client, ClientBuilder};
pub use client::{CredentialsInfo, CredentialsKind, EndpointInfo};
pub use core::{Response, SettingSource, is_loopback};
#[cfg(feature = "credentials-process")]
pub use credentials::CommandCredentials;
pub use credentials::{
    BoxError, Credentials, CredentialsProvider, CredentialsRequest, KooDriveCredentials, ProfileFile, ProfileFileError,
};
#[cfg(feature = "test-util")]
pub use error::FakeError;
pub use error::{Error, ErrorKind, ServiceError};
pub use io::{DownloadStream, Progress};
pub use pipeline::RateControl;
#[cfg(all(feature = "insight", feature = "workflows"))]
pub use workflows::insight as insight_workflows;
#[cfg(all(feature = "osm", feature = "workflows"))]
pub use workflows::tickets;

#[cfg(feature = "blocking")]
pub use blocking::{Blocking, BlockingIter, BlockingStream};

pub use hwc_transport::clock::Clock;
pub use hwc_transport::{Body, ByteStream, Transport, TransportError};
pub use hwc_wire::{
    Binary, DecodeMode, Deviation, DeviationKind, Deviations, Download, ErrorClass, FilePart, Method, Operation,
    Paginated, PresignedUrl, Record, Request, Secret, Service, ServiceErrorCode, StartsTask, Timestamp, Violation,
};
pub use hwc_wire::{Exposed, expose, serialize_exposed};

#[cfg(feature = "catalog")]
pub use calls::JsonCall;
#[cfg(feature = "catalog")]
pub use hwc_models::CATALOG;
pub use hwc_models::SERVICES;
#[doc(inline)]
pub use hwc_models::iam;
#[cfg(feature = "insight")]
#[doc(inline)]
pub use hwc_models::insight;
#[cfg(feature = "koodrive")]
#[doc(inline)]
pub use hwc_models::koodrive;
#[cfg(feature = "osm")]
#[doc(inline)]
pub use hwc_models::osm;

/// Transports, bodies and clocks. Re-exported so that users depend on this crate alone.
pub mod transport {
    #[cfg(any(feature = "hyper", feature = "network"))]
    pub use hwc_transport::InvalidUrl;
    pub use hwc_transport::{Body, ByteStream, Transport, TransportError, bytes, clock, http};
    pub use hwc_transport::{BodyError, HttpRequest, HttpResponse, NoProxy, Phase, Presigned};
    #[cfg(feature = "hyper")]
    pub use hwc_transport::{HyperTransport, HyperTransportBuilder};
    #[cfg(feature = "record")]
    pub use hwc_transport::{Recorder, Recording, RecordingError, Replay};
    #[cfg(feature = "network")]
    pub use hwc_transport::{ReqwestTransport, ReqwestTransportBuilder, reqwest};
    #[cfg(feature = "tower")]
    pub use hwc_transport::{TowerTransport, TransportService};
}

/// The building blocks of own operations, for those that the models do not cover. Re-exported so that users depend on this
/// crate alone.
///
/// ```
/// use hwc_api::osm::SERVICE;
/// use hwc_api::wire::{Method, Operation, model, request};
///
/// request! {
///     /// Counts tickets.
///     pub struct CountTickets() -> TicketCount {
///         /// Only tickets in this state.
///         status: opt_copy u32 = query("status");
///     }
///     operation: Operation::new(&SERVICE, "Tickets", "CountTickets", Method::Get, "/v2/servicerequest/count");
/// }
///
/// model! {
///     /// The number of tickets.
///     pub struct TicketCount {
///         /// The number.
///         count: opt_copy u64 = body("count");
///     }
/// }
///
/// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
/// let count = client.send(CountTickets::new().status(1_u32)).await?.count;
/// # Ok(())
/// # }
/// ```
pub mod wire {
    pub use hwc_wire::{AuthRequirement, AuthScheme, Effect, Envelope, ErrorClass, ErrorRule, Method, Operation};
    pub use hwc_wire::{Binary, FilePart, Json, MapOrText, PresignedUrl, Secret, Timestamp, UnknownValue, UtcOffset};
    pub use hwc_wire::{DecodeError, DecodeMode, Deviation, DeviationKind, Deviations, ValueError, Violation, decode};
    pub use hwc_wire::{Download, Model, Paginated, Pagination, Record, Request};
    pub use hwc_wire::{Region, Service, Setting, SettingLocation};
    pub use hwc_wire::{model, number_id, open_enum, paginated, request, response, string_id};
}

/// The attribute for implementations of [`Transport`] and [`CredentialsProvider`]. Re-exported so that versions always match.
pub use async_trait::async_trait;
/// Types of HTTP statuses and headers. Re-exported so that versions always match.
pub use hwc_transport::http;
/// Types of free-form JSON. Re-exported so that versions always match.
pub use serde_json;

/// The examples of the repository's README.
#[cfg(all(doctest, feature = "network"))]
#[doc = include_str!("../../../README.md")]
struct FrontPage;
