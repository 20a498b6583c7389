//! hwc-sandbox
