//! The calls of the page: validation, preview, sending, and explanation.

pub(crate) mod explain;
mod fields;
pub(crate) mod preview;
pub(crate) mod report;
mod retry;
pub(crate) mod send;
pub(crate) mod trace;
