//! hwc-wire
