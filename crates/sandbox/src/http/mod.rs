//! The HTTP side of a sandbox: requests on their way through it, and the limits of a server.

pub(crate) mod activity;
pub(crate) mod call;
pub(crate) mod client_stream;
pub(crate) mod exchange;
pub(crate) mod header_timer;
pub(crate) mod memory;
pub(crate) mod raw_response;
mod request_body;
pub(crate) mod server_options;
pub(crate) mod wait;
