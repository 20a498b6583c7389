//! The built command, end to end: in its own sandbox, or over HTTP on loopback. Nothing else is needed.

mod call;
mod demo;
mod help;
mod http;
mod operations;
mod run;
mod secrets;
mod usage;
