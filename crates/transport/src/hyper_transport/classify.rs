//! Classifies hyper's errors by how far the request got. In doubt, it may have been sent.

use crate::network::failure::holds;
use crate::{BodyError, TransportError};

/// Classifies the error of a request that was passed to a connection.
pub(super) fn classify(error: hyper::Error) -> TransportError {
    if holds::<BodyError>(&error) {
        TransportError::request_body(error)
    } else if error.is_canceled() {
        TransportError::not_sent(error)
    } else {
        TransportError::maybe_sent(error)
    }
}
