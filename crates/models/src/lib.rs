//! hwc-models
