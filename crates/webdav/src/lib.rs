//! A WebDAV server for KooDrive.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]

mod checks;
mod context;
mod error;
mod failure;
mod filesystem;
mod locks;
mod options;
mod server;
mod service;

pub use error::WebDavError;
pub use options::WebDavOptions;
pub use server::WebDavServer;
pub use service::WebDavService;
