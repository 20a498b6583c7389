//! hwc-api
