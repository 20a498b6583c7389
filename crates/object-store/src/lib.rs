//! KooDrive as an object store.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![doc = include_str!("../README.md")]

mod builder;
mod copy;
mod delete;
mod error;
mod list;
mod metadata;
mod multipart;
mod read;
mod store;
mod write;

pub use builder::KooDriveBuilder;
pub use object_store;
pub use store::KooDriveStore;
