//! The commands. Each one owns its arguments.

pub(crate) mod api;
pub(crate) mod call;
pub(crate) mod command_list;
pub(crate) mod completion;
pub(crate) mod config;
pub(crate) mod demo;
pub(crate) mod describe;
pub(crate) mod doctor;
#[cfg(feature = "drive")]
pub(crate) mod drive;
pub(crate) mod embed;
pub(crate) mod explore;
pub(crate) mod insight;
pub(crate) mod login;
pub(crate) mod man;
#[cfg(feature = "mcp")]
pub(crate) mod mcp;
pub(crate) mod operation_args;
pub(crate) mod operations;
pub(crate) mod profile;
mod reference;
pub(crate) mod sandbox;
pub(crate) mod schema;
pub(crate) mod ticket;
pub(crate) mod validate;
