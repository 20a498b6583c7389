//! The commands of `hwc`, one module each.

pub(crate) mod call;
