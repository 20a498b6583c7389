//! The commands. Each one owns its arguments.

pub(crate) mod call;
pub(crate) mod demo;
pub(crate) mod explore;
pub(crate) mod operations;
pub(crate) mod sandbox;
pub(crate) mod ticket;
