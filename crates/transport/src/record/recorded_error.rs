//! Exchanges without a response: conversion of transport errors to recorded causes and back.

use super::cursor::{Cursor, FormatError};
use super::ordered_json::{OrderedJson, object};
use crate::{BodyError, Phase, TransportError};

/// A recorded transport error. Its source is not recorded, since it may contain host names.
#[derive(Clone, PartialEq)]
pub(super) struct RecordedError {
    phase: &'static str,
    cause: &'static str,
    timed_out: bool,
}

const PHASES: [(Phase, &str); 3] = [
    (Phase::NotSent, "never sent"),
    (Phase::MaybeSent, "maybe sent"),
    (Phase::ResponseInterrupted, "answer broke off"),
];

/// A cause with its predicate and the constructor that recreates the error from a source.
struct Cause {
    word: &'static str,
    is: fn(&TransportError) -> bool,
    make: fn(&'static str) -> TransportError,
}

/// The causes that the phase alone does not determine.
const CAUSES: [Cause; 6] = [
    Cause { word: "dns", is: TransportError::is_dns, make: |source| TransportError::dns(source) },
    Cause { word: "connect", is: TransportError::is_connect, make: |source| TransportError::connect(source) },
    Cause { word: "tls", is: TransportError::is_tls, make: |source| TransportError::tls(source) },
    Cause {
        word: "invalid request",
        is: TransportError::is_invalid_request,
        make: |source| TransportError::invalid_request(source),
    },
    Cause { word: "setup", is: TransportError::is_setup, make: |source| TransportError::setup(source) },
    Cause {
        word: "request body",
        is: TransportError::is_request_body,
        make: |source| TransportError::request_body(source),
    },
];

/// The name of any other cause.
const UNKNOWN: &str = "unknown";

/// The source of replayed errors.
const RECORDED: &str = "as recorded";

impl RecordedError {
    pub(super) fn record(error: &TransportError) -> Self {
        let phase = PHASES.iter().find(|(phase, _)| *phase == error.phase()).map_or("", |(_, word)| word);
        let cause = CAUSES.iter().find(|cause| (cause.is)(error)).map_or(UNKNOWN, |cause| cause.word);
        Self { phase, cause, timed_out: error.is_timeout() }
    }

    /// Returns the error to replay.
    pub(super) fn to_transport_error(&self) -> TransportError {
        let made = CAUSES.iter().find(|cause| cause.word == self.cause);
        let error = match (made, self.phase) {
            (Some(cause), _) => (cause.make)(RECORDED),
            (None, "never sent") => TransportError::not_sent(RECORDED),
            (None, "answer broke off") => TransportError::response_interrupted(BodyError::interrupted(RECORDED)),
            (None, _) => TransportError::maybe_sent(RECORDED),
        };
        if self.timed_out { error.timed_out() } else { error }
    }

    pub(super) fn to_tree(&self) -> OrderedJson {
        object([
            ("phase", Some(self.phase.into())),
            ("cause", Some(self.cause.into())),
            ("timed_out", self.timed_out.then_some(OrderedJson::Bool(true))),
        ])
    }

    pub(super) fn from_node(node: &Cursor<'_>) -> Result<Self, FormatError> {
        node.expect_members(&["phase", "cause", "timed_out"])?;
        let (phase, cause) = (node.member("phase")?, node.member("cause")?);
        let (phase_word, cause_word) = (phase.text()?, cause.text()?);
        let known_phase = PHASES.iter().map(|(_, word)| *word).find(|word| *word == phase_word);
        let known_cause = CAUSES.iter().map(|cause| cause.word).chain([UNKNOWN]).find(|word| *word == cause_word);
        let recorded = Self {
            phase: known_phase.ok_or_else(|| phase.error("unknown phase"))?,
            cause: known_cause.ok_or_else(|| cause.error("unknown cause"))?,
            timed_out: node.optional("timed_out").map(|late| late.bool()).transpose()?.unwrap_or(false),
        };
        let made = Self::record(&recorded.to_transport_error());
        if made != recorded {
            return Err(phase.error("errors of this cause have another phase"));
        }
        Ok(recorded)
    }
}
