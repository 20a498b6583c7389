//! Tests of `hwc mcp` over standard input and output.

mod changes;
mod protocol;
mod questions;
mod reads;
mod session;
