//! The file: what was asked and answered, as JSON that people can read, compare and correct.

use std::fmt;

use super::answer::Answer;
use super::ask::{Ask, MAX_BODY, Options};
use super::error::RecordingError;
use super::failure::Failure;
use super::node::{EXCHANGE, Node, Wrong};
use super::tree::{Tree, object, texts};

/// What was asked and answered, in order, without secrets. A [`Recorder`](super::Recorder) makes it, a
/// [`Replay`](super::Replay) answers from it.
///
/// `Debug` shows the number of exchanges only.
#[derive(Clone, Default, PartialEq)]
pub struct Recording {
    pub(super) options: Options,
    pub(super) exchanges: Vec<Exchange>,
}

/// A request and what came of it.
#[derive(Clone, PartialEq)]
pub(super) struct Exchange {
    pub(super) ask: Ask,
    pub(super) outcome: Outcome,
}

/// What came of a request.
#[derive(Clone, PartialEq)]
pub(super) enum Outcome {
    Answered(Answer),
    Failed(Failure),
}

/// The member that says what file it is, and of which version.
const VERSION: &str = "hwc_recording";

impl Recording {
    /// Reads what [`to_json`](Self::to_json) wrote. Does not panic, whatever the text.
    ///
    /// # Errors
    /// Where the text is no recording: line and column, or the number of the exchange and the member. No values are in
    /// the message.
    pub fn parse(text: &str) -> Result<Self, RecordingError> {
        let tree = Tree::parse(text.as_bytes()).map_err(|error| RecordingError::syntax(&error))?;
        Self::from_node(&Node::root(&tree)).map_err(RecordingError::wrong)
    }

    /// The text of a file: JSON with an indentation of two blanks and a newline at the end. The same recording gives
    /// the same text.
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

    /// The number of exchanges.
    #[must_use]
    pub fn len(&self) -> usize {
        self.exchanges.len()
    }

    /// Whether nothing was recorded.
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
