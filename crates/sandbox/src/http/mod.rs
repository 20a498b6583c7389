//! The HTTP side of the sandbox: the server and its limits, routing, requests and responses.

mod activity;
mod byte_range;
pub(crate) mod call;
mod client_stream;
mod connections;
mod content_body;
pub(crate) mod dispatch;
mod embed_page;
mod error_format;
mod exchange;
mod header_timer;
pub(crate) mod hosts;
mod later_page;
mod memory;
pub(crate) mod objects;
pub(crate) mod presigned;
mod raw_response;
mod request_body;
pub(crate) mod response;
mod response_body;
pub(crate) mod router;
pub(crate) mod server;
pub(crate) mod server_options;
mod storage;
mod storage_error;
pub(crate) mod storage_exchange;
mod wait;
