//! The HTTP side of the sandbox: the server, routing, requests and responses.

mod connections;
pub(crate) mod dispatch;
mod error_format;
pub(crate) mod hosts;
mod multipart;
pub(crate) mod objects;
pub(crate) mod response;
mod response_body;
pub(crate) mod router;
pub(crate) mod server;
