//! The decoding of responses: its mode and its deadline.

use std::sync::Arc;

use hwc_wire::{DecodeContext, DecodeError, DecodeMode};

use crate::core::Deadline;
use crate::error::Error;
use crate::pipeline::response::RawResponse;
use crate::pipeline::{ClientInner, RequestOptions};

/// The size in bytes from which decoding checks the deadline. Smaller responses take one or two milliseconds.
const DEADLINE_CHECK_BYTES: usize = 256 << 10;

/// Creates the decoding state for a response of `length` bytes.
pub(super) fn context(
    client: &ClientInner,
    options: &RequestOptions,
    deadline: Deadline,
    length: usize,
) -> DecodeContext {
    let mode = if options.strict { DecodeMode::Strict } else { client.decode_mode };
    let cx = DecodeContext::new(mode);
    if length < DEADLINE_CHECK_BYTES {
        return cx;
    }
    let clock = Arc::clone(&client.clock);
    cx.stop_when(move || clock.monotonic() >= deadline.at)
}

/// Returns the error for a response whose decoding failed or exceeded the deadline.
pub(super) fn decode_error(
    cx: &DecodeContext,
    source: DecodeError,
    deadline: Deadline,
    response: &RawResponse,
) -> Error {
    match cx.is_timed_out() {
        true => Error::timeout(deadline.limit, true),
        false => Error::decode(source, response.body.len(), &response.headers),
    }
}
