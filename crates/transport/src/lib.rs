//! hwc-transport
