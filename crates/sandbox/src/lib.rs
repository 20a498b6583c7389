//! The root of `hwc-sandbox`: all modules and public names. The README is the crate's front page.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]

pub mod account;
mod auth;
mod control;
mod demo_data;
mod http;
mod runtime;
mod services;

pub use control::{ControlToken, control_openapi};
pub use demo_data::{ExampleInput, example_input};
pub use http::server::Server;
pub use http::server_options::ServerOptions;
pub use runtime::api_error::ApiError;
pub use runtime::context::{Caller, Context, Settings};
pub use runtime::difference::Difference;
pub use runtime::engineer::Engineer;
pub use runtime::error::SandboxError;
pub use runtime::faults::{Fault, FaultError, InjectedFault};
pub use runtime::options::SandboxOptions;
pub use runtime::request_log::{LoggedRequest, RequestDetails, RequestPage};
pub use runtime::sandbox::Sandbox;
pub use runtime::sandbox_clock::SandboxClock;
pub use runtime::seed::Seed;
pub use runtime::snapshot::Snapshot;
pub use services::koodrive::task_failure::TaskError;
pub use services::osm::engineer::{EngineerAction, EngineerError};

/// The request and response types of handlers.
pub use hwc_models as models;
/// The typed store of records, for handlers that keep data.
pub use runtime::records;
/// The database library of handlers, re-exported so that users need not match the version.
pub use rusqlite;
