//! The file of recorded exchanges, as JSON that people can read, compare and correct.

use std::fmt;

use super::cursor::{Cursor, EXCHANGE, FormatError};
use super::error::RecordingError;
use super::ordered_json::{OrderedJson, object, texts};
use super::recorded_error::RecordedError;
use super::recorded_request::{MAX_BODY_BYTES, RecordOptions, RecordedRequest};
use super::recorded_response::RecordedResponse;

/// A sequence of recorded exchanges without secrets, made by a [`Recorder`](super::Recorder) and replayed by a
/// [`Replay`](super::Replay).
///
/// `Debug` shows only the number of exchanges.
#[derive(Clone, Default, PartialEq)]
pub struct Recording {
    pub(super) options: RecordOptions,
    pub(super) exchanges: Vec<Exchange>,
}

/// A request and its outcome.
#[derive(Clone, PartialEq)]
pub(super) struct Exchange {
    pub(super) request: RecordedRequest,
    pub(super) outcome: ExchangeOutcome,
}

/// The outcome of a request.
#[derive(Clone, PartialEq)]
pub(super) enum ExchangeOutcome {
    Response(RecordedResponse),
    Error(RecordedError),
}

/// The member that identifies the file format and its version.
const VERSION: &str = "hwc_recording";

impl Recording {
    /// Parses the output of [`to_json`](Self::to_json). Never panics.
    ///
    /// # Errors
    /// Returns an error if the text is not a recording. It contains the line and column, or the number of the exchange
    /// and the member. It does not contain values.
    pub fn parse(text: &str) -> Result<Self, RecordingError> {
        let tree = OrderedJson::parse(text.as_bytes()).map_err(|error| RecordingError::syntax(&error))?;
        Self::from_node(&Cursor::root(&tree)).map_err(RecordingError::format)
    }

    /// Returns the text of the file: JSON with an indentation of two spaces and a final newline. The output is
    /// deterministic.
    #[must_use]
    pub fn to_json(&self) -> String {
        let options = |names: &[String]| Some(texts(names)).filter(|_| !names.is_empty());
        let tree = object([
            (VERSION, Some(1.into())),
            ("redact", options(&self.options.redact)),
            ("headers", options(&self.options.headers)),
            ("max_body", Some(self.options.max_body).filter(|most| *most != MAX_BODY_BYTES).map(OrderedJson::from)),
            ("exchanges", Some(OrderedJson::List(self.exchanges.iter().map(Exchange::to_tree).collect()))),
        ]);
        tree.pretty() + "\n"
    }

    /// Returns the number of exchanges.
    #[must_use]
    pub fn len(&self) -> usize {
        self.exchanges.len()
    }

    /// Returns true if there are no exchanges.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.exchanges.is_empty()
    }

    fn from_node(node: &Cursor<'_>) -> Result<Self, FormatError> {
        node.expect_members(&[VERSION, "redact", "headers", "max_body", "exchanges"])?;
        if node.member(VERSION)?.uint()? != 1 {
            return Err(node.member(VERSION)?.error("unsupported version; record the exchanges again"));
        }
        let max_body = node.optional("max_body").map(|most| most.uint()).transpose()?.unwrap_or(MAX_BODY_BYTES);
        let options = RecordOptions { redact: node.texts("redact")?, headers: node.texts("headers")?, max_body };
        let exchanges = node.member("exchanges")?.list(EXCHANGE)?;
        Ok(Self { options, exchanges: exchanges.iter().map(Exchange::from_node).collect::<Result<_, _>>()? })
    }
}

impl Exchange {
    fn to_tree(&self) -> OrderedJson {
        let name = |name: &Option<String>| name.as_deref().map(OrderedJson::from);
        let (response, error) = match &self.outcome {
            ExchangeOutcome::Response(response) => (Some(response.to_tree()), None),
            ExchangeOutcome::Error(failure) => (None, Some(failure.to_tree())),
        };
        object([
            ("service", name(&self.request.service)),
            ("operation", name(&self.request.operation)),
            ("request", Some(self.request.to_tree())),
            ("answer", response),
            ("error", error),
        ])
    }

    fn from_node(node: &Cursor<'_>) -> Result<Self, FormatError> {
        node.expect_members(&["service", "operation", "request", "answer", "error"])?;
        let outcome = match (node.optional("answer"), node.optional("error")) {
            (Some(answer), None) => ExchangeOutcome::Response(RecordedResponse::from_node(&answer)?),
            (None, Some(error)) => ExchangeOutcome::Error(RecordedError::from_node(&error)?),
            _ => return Err(node.error("expected either `answer` or `error`")),
        };
        Ok(Self { request: RecordedRequest::from_node(node)?, outcome })
    }
}

impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recording({} exchanges)", self.exchanges.len())
    }
}
