//! The root of `hwc-sandbox`: all modules and public names. The README is the crate's front page.
#![doc = include_str!("../README.md")]

pub mod account;
mod answer;
mod archive;
mod behaviour;
mod body;
mod caps;
mod connections;
mod context;
mod credentials;
mod demo;
mod dialect;
mod engineer;
mod error;
mod faults;
mod form;
mod handle;
mod hosts;
mod http;
mod iam;
mod insight;
mod koodrive;
mod numbers;
mod objects;
mod options;
mod osm;
mod refusal;
mod router;
mod runtime;
mod sandbox;
mod secrets;
mod server;
mod store;
mod times;
mod words;

pub use context::{Caller, Context, Settings};
pub use engineer::{Engineer, EngineerAction, EngineerError};
pub use error::SandboxError;
pub use faults::{Fault, FaultError};
pub use http::server_options::ServerOptions;
pub use options::SandboxOptions;
pub use refusal::Refusal;
pub use sandbox::Sandbox;
pub use server::Server;

/// The request and response types of handlers.
pub use hwc_models as models;
/// The database library of handlers, re-exported so that users need not match the version.
pub use rusqlite;
