//! Server side: the parts of an HTTP request become a request, and responses become the parts of an HTTP response.

mod decode_request;
mod encode_response;
mod multipart;

pub use decode_request::{RequestRef, decode_request};
pub use encode_response::{ResponseParts, encode_response};
pub use multipart::FormPartRef;

pub use crate::serde::ser::ServiceValue;
