//! Classifies reqwest's errors by how far the request got. In doubt, it may have been sent.

use std::error::Error;

use crate::network::failure::{causes, holds, unconnected};
use crate::network::proxy::Proxy;
use crate::{BodyError, TransportError};

/// Classifies an error of a request that was sent through this proxy, or directly.
pub(super) fn classify(error: reqwest::Error, proxy: Option<&Proxy>) -> TransportError {
    let is_timeout = error.is_timeout();
    let error = error.without_url();
    let known = if error.is_builder() {
        TransportError::invalid_request(error)
    } else if error.is_connect() {
        let is_dns = error.is_dns();
        unconnected(error, is_dns, proxy)
    } else if holds::<BodyError>(&error) {
        TransportError::request_body(error)
    } else if causes(&error).any(is_unsent) {
        TransportError::not_sent(error)
    } else {
        TransportError::maybe_sent(error)
    };
    if is_timeout { known.timed_out() } else { known }
}

/// Returns true if hyper returned the request before it wrote any of it: the connection closed, or its runtime ended.
fn is_unsent(cause: &(dyn Error + 'static)) -> bool {
    cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_canceled)
}
