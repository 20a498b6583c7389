//! The `hwc` command.
fn main() {}
