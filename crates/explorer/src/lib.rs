//! The root of `hwc-explorer`: all modules and public names. The README is the crate's front page.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]

mod call;
mod catalog;
mod connection;
mod error;
mod explorer;
mod http;
mod input;
mod openapi;
mod samples;

pub use connection::Connection;
pub use error::ExplorerError;
pub use explorer::{Explorer, ExplorerServer};
pub use samples::{Sample, SampleFile, SampleLanguage};
