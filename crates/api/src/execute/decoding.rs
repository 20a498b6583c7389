//! The decoding of answers: how strictly, and for how long.

use std::sync::Arc;

use hwc_wire::{Context, DecodeError, Mode};

use super::ask::Answer;
use super::deadline::Deadline;
use crate::call::Options;
use crate::client::Config;
use crate::error::Error;

/// The length in bytes from which on the clock is read while an answer is decoded. A shorter one takes a millisecond or two.
const LONG: usize = 256 << 10;

/// A fresh state for an answer of so many bytes.
pub(super) fn context(config: &Config, options: &Options, deadline: Deadline, length: usize) -> Context {
    let mode = if options.strict { Mode::Strict } else { config.mode };
    let cx = Context::new(mode);
    if length < LONG {
        return cx;
    }
    let clock = Arc::clone(&config.clock);
    cx.until(move || clock.monotonic() >= deadline.at)
}

/// The error for an answer that was not decoded to its end.
pub(super) fn failed(cx: &Context, source: DecodeError, deadline: Deadline, answer: &Answer) -> Error {
    match cx.is_late() {
        true => Error::timeout(deadline.limit, true),
        false => Error::unreadable(source, answer.body.len(), &answer.headers),
    }
}
