//! The clock: showing, moving, setting and freezing it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hwc_wire::{Timestamp, unix_millis};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::call::{ControlCall, Outcome};
use super::super::error::ControlError;
use crate::runtime::sandbox::Sandbox;

/// The clock of the sandbox.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Clock")]
pub(in crate::control) struct ClockView {
    /// The current time.
    now: String,
    /// True if the time is stopped.
    frozen: bool,
    /// The difference to the clock that the sandbox was started with.
    offset_seconds: f64,
}

/// A change of the clock. Its parts are applied in the order of this list.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct ClockChange {
    /// Returns to the clock that the sandbox was started with, if true.
    real: Option<bool>,
    /// The new time.
    set: Option<String>,
    /// The seconds to move the time forward by.
    advance_seconds: Option<f64>,
    /// Stops the time, or lets it go on.
    frozen: Option<bool>,
}

impl ClockView {
    pub(in crate::control) fn of(sandbox: &Sandbox) -> Self {
        let clock = sandbox.clock();
        #[allow(clippy::cast_precision_loss, reason = "an offset is far below 2^53 milliseconds")]
        let offset_seconds = clock.offset_millis() as f64 / 1000.0;
        Self { now: time_text(clock.now()), frozen: clock.is_frozen(), offset_seconds }
    }
}

/// Formats a time.
pub(in crate::control) fn time_text(time: SystemTime) -> String {
    Timestamp::from_unix_millis(unix_millis(time)).to_string()
}

pub(in crate::control) fn show(sandbox: &Sandbox, _: &ControlCall) -> Outcome<ClockView> {
    Ok(ClockView::of(sandbox))
}

pub(in crate::control) fn change(sandbox: &Sandbox, _: &ControlCall, change: ClockChange) -> Outcome<ClockView> {
    let set = change.set.as_deref().map(parse_time).transpose()?;
    let advance = change.advance_seconds.map(|seconds| duration("advance_seconds", seconds)).transpose()?;
    let clock = sandbox.clock();
    if change.real == Some(true) {
        clock.reset();
    }
    if let Some(time) = set {
        clock.set(time);
    }
    if let Some(by) = advance {
        clock.advance(by);
    }
    match change.frozen {
        Some(true) => clock.freeze(),
        Some(false) => clock.resume(),
        None => {}
    }
    Ok(ClockView::of(sandbox))
}

/// Parses a time with a time zone, from 1970 on.
fn parse_time(text: &str) -> Outcome<SystemTime> {
    let millis = Timestamp::from(text).unix_millis().and_then(|millis| u64::try_from(millis).ok());
    let time = millis.map(|millis| UNIX_EPOCH + Duration::from_millis(millis));
    time.ok_or_else(|| {
        ControlError::invalid(format!(
            "invalid time `{text}`: expected RFC 3339 such as 2026-01-31T08:00:00Z, from 1970 on"
        ))
    })
}

/// Converts a number of seconds.
pub(in crate::control) fn duration(name: &str, seconds: f64) -> Outcome<Duration> {
    let duration = Duration::try_from_secs_f64(seconds);
    duration
        .map_err(|_| ControlError::invalid(format!("`{name}` must be a number of seconds from 0 on, not {seconds}")))
}
