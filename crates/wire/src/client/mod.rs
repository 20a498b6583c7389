//! Client side: requests become the parts of an HTTP request, and error responses are recognized.

mod encode_request;
mod error_body;
mod form_parts;

pub use encode_request::{EncodeError, EncodeOptions, RequestParts, encode};
pub use error_body::{ErrorBody, error_in_success_body, parse_error_body};
pub use form_parts::{FormPart, FormValue};
