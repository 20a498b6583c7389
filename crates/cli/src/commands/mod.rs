//! The commands. Each one owns its arguments.

pub(crate) mod call;
pub(crate) mod demo;
#[cfg(feature = "drive")]
pub(crate) mod drive;
pub(crate) mod embed;
pub(crate) mod insight;
pub(crate) mod operations;
pub(crate) mod sandbox;
pub(crate) mod ticket;
