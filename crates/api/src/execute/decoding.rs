//! The decoding of responses: its mode and its deadline.

use std::sync::Arc;

use hwc_wire::{DecodeContext, DecodeError, DecodeMode};

use super::ask::Answer;
use super::deadline::Deadline;
use crate::call::Options;
use crate::client::ClientInner;
use crate::error::Error;

/// The size in bytes from which decoding checks the deadline. Smaller responses take one or two milliseconds.
const LONG: usize = 256 << 10;

/// Creates the decoding state for a response of `length` bytes.
pub(super) fn context(config: &ClientInner, options: &Options, deadline: Deadline, length: usize) -> DecodeContext {
    let mode = if options.strict { DecodeMode::Strict } else { config.mode };
    let cx = DecodeContext::new(mode);
    if length < LONG {
        return cx;
    }
    let clock = Arc::clone(&config.clock);
    cx.stop_when(move || clock.monotonic() >= deadline.at)
}

/// Returns the error for a response whose decoding failed or exceeded the deadline.
pub(super) fn failed(cx: &DecodeContext, source: DecodeError, deadline: Deadline, answer: &Answer) -> Error {
    match cx.is_timed_out() {
        true => Error::timeout(deadline.limit, true),
        false => Error::unreadable(source, answer.body.len(), &answer.headers),
    }
}
