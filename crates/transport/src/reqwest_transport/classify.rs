//! Reads out of reqwest's errors how far the request got. When in doubt, it may have been sent.

use std::error::Error;
use std::io;

use crate::{BodyError, TransportError};

pub(super) fn classify(error: reqwest::Error) -> TransportError {
    let late = error.is_timeout();
    let error = error.without_url();
    let known = if error.is_builder() {
        TransportError::invalid_request(error)
    } else if error.is_connect() {
        unconnected(error)
    } else if holds::<BodyError>(&error) {
        TransportError::request_body(error)
    } else {
        TransportError::maybe_sent(error)
    };
    if late { known.timed_out() } else { known }
}

fn unconnected(error: reqwest::Error) -> TransportError {
    if error.is_dns() {
        TransportError::dns(error)
    } else if holds::<rustls::Error>(&error) {
        TransportError::tls(error)
    } else {
        TransportError::connect(error)
    }
}

/// Whether a `T` is among the causes of `error`.
fn holds<T: Error + 'static>(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<T>() {
            return true;
        }
        next = inside(error).or_else(|| error.source());
    }
    false
}

/// What an I/O error was made of; its `source()` skips that and goes on to the source of what is inside.
fn inside<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    let inner = error.downcast_ref::<io::Error>()?.get_ref()?;
    Some(inner)
}
