//! The core of the sandbox: its state, its threads, its handlers and the context that they run in.

pub(crate) mod api_error;
pub(crate) mod change;
pub(crate) mod contents;
pub(crate) mod context;
pub(crate) mod database;
pub(crate) mod difference;
pub(crate) mod engineer;
pub(crate) mod error;
pub(crate) mod faults;
pub(crate) mod handler;
pub(crate) mod options;
mod private_file;
pub mod records;
pub(crate) mod registry;
pub(crate) mod request_budget;
pub(crate) mod request_counter;
pub(crate) mod request_log;
pub(crate) mod sandbox;
pub(crate) mod sandbox_clock;
pub(crate) mod secrets;
pub(crate) mod seed;
pub(crate) mod size_limits;
pub(crate) mod snapshot;
pub(crate) mod store;
pub(crate) mod times;
pub(crate) mod word_search;
pub(crate) mod workers;
