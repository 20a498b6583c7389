//! The file of recorded exchanges, as JSON that people can read, compare and correct.

use std::fmt;

use super::answer::Answer;
use super::ask::{Ask, MAX_BODY, Options};
use super::error::RecordingError;
use super::failure::Failure;
use super::node::{EXCHANGE, Node, Wrong};
use super::tree::{Tree, object, texts};

/// A sequence of recorded exchanges without secrets, made by a [`Recorder`](super::Recorder) and replayed by a
/// [`Replay`](super::Replay).
///
/// `Debug` shows only the number of exchanges.
#[derive(Clone, Default, PartialEq)]
pub struct Recording {
    pub(super) options: Options,
    pub(super) exchanges: Vec<Exchange>,
}

/// A request and its outcome.
#[derive(Clone, PartialEq)]
pub(super) struct Exchange {
    pub(super) ask: Ask,
    pub(super) outcome: Outcome,
}

/// The outcome of a request.
#[derive(Clone, PartialEq)]
pub(super) enum Outcome {
    Answered(Answer),
    Failed(Failure),
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
        let tree = Tree::parse(text.as_bytes()).map_err(|error| RecordingError::syntax(&error))?;
        Self::from_node(&Node::root(&tree)).map_err(RecordingError::wrong)
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
            ("max_body", Some(self.options.max_body).filter(|most| *most != MAX_BODY).map(Tree::from)),
            ("exchanges", Some(Tree::List(self.exchanges.iter().map(Exchange::to_tree).collect()))),
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

    fn from_node(node: &Node<'_>) -> Result<Self, Wrong> {
        node.known(&[VERSION, "redact", "headers", "max_body", "exchanges"])?;
        if node.member(VERSION)?.uint()? != 1 {
            return Err(node.member(VERSION)?.wrong("only version 1 is known; record anew"));
        }
        let max_body = node.optional("max_body").map(|most| most.uint()).transpose()?.unwrap_or(MAX_BODY);
        let options = Options { redact: node.texts("redact")?, headers: node.texts("headers")?, max_body };
        let exchanges = node.member("exchanges")?.list(EXCHANGE)?;
        Ok(Self { options, exchanges: exchanges.iter().map(Exchange::from_node).collect::<Result<_, _>>()? })
    }
}

impl Exchange {
    fn to_tree(&self) -> Tree {
        let name = |name: &Option<String>| name.as_deref().map(Tree::from);
        let (answer, error) = match &self.outcome {
            Outcome::Answered(answer) => (Some(answer.to_tree()), None),
            Outcome::Failed(failure) => (None, Some(failure.to_tree())),
        };
        object([
            ("service", name(&self.ask.service)),
            ("operation", name(&self.ask.operation)),
            ("request", Some(self.ask.to_tree())),
            ("answer", answer),
            ("error", error),
        ])
    }

    fn from_node(node: &Node<'_>) -> Result<Self, Wrong> {
        node.known(&["service", "operation", "request", "answer", "error"])?;
        let outcome = match (node.optional("answer"), node.optional("error")) {
            (Some(answer), None) => Outcome::Answered(Answer::from_node(&answer)?),
            (None, Some(error)) => Outcome::Failed(Failure::from_node(&error)?),
            _ => return Err(node.wrong("expected either `answer` or `error`")),
        };
        Ok(Self { ask: Ask::from_node(node)?, outcome })
    }
}

impl fmt::Debug for Recording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recording({} exchanges)", self.exchanges.len())
    }
}
