//! Errors of names and values that a user enters. No error repeats a value that may be secret.

use std::io;

use hwc_api::serde_json;
use hwc_api::{CATALOG, Violation};
use hwc_wire::catalog::suggest;
use thiserror::Error;

/// An operation name that the catalog does not contain, or that several services have.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("unknown operation `{name}`{}", did_you_mean(.suggestions))]
#[non_exhaustive]
pub struct UnknownOperation {
    /// The unknown name.
    pub name: String,
    /// The names that are similar, at most three, or the full names of the operations of several services.
    pub suggestions: Vec<String>,
}

impl UnknownOperation {
    pub(crate) fn new(name: &str) -> Self {
        let operations = CATALOG.entries().map(|entry| entry.operation);
        let homonyms = operations.filter(|operation| operation.name.eq_ignore_ascii_case(name));
        let mut suggestions: Vec<String> = homonyms.map(hwc_api::Operation::full_name).collect();
        if suggestions.is_empty() {
            suggestions = CATALOG.suggest(name).into_iter().map(str::to_owned).collect();
        }
        Self { name: name.to_owned(), suggestions }
    }
}

/// A value that does not fit its field, or a source that cannot be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum InputError {
    /// The text is not a value of the expected kind.
    #[error("expected {expected}, found `{found}`")]
    Mismatch {
        /// The expected kind in words.
        expected: String,
        /// The text.
        found: String,
    },
    /// The enum does not contain the value.
    #[error("unknown value `{value}`{}; known values: {}", parenthesized(.suggestions), .known.join(", "))]
    UnknownValue {
        /// The text.
        value: String,
        /// The values that are similar, at most three.
        suggestions: Vec<String>,
        /// All known values, as in `1 (processing)`.
        known: Vec<String>,
        /// True if the codes are numbers. The text is never sent then.
        numeric: bool,
    },
    /// The request does not have the field.
    #[error("unknown field `{name}`{}", did_you_mean(.suggestions))]
    UnknownField {
        /// The name.
        name: String,
        /// The names that are similar, at most three.
        suggestions: Vec<String>,
    },
    /// A secret is written out where other users or the history of a shell can see it.
    #[error("{}secrets must come from a variable (`@env:NAME`), a file (`@FILE`) or standard input (`-`)", at(.path))]
    LiteralSecret {
        /// The location of the secret within JSON, as in `auth.password`. Empty for a value of its own.
        path: String,
    },
    /// The environment variable does not exist.
    #[error("environment variable `{0}` is not set")]
    VariableNotSet(String),
    /// The text is not valid JSON. The message does not contain the text.
    #[error("{}", invalid_json(.origin, .source))]
    InvalidJson {
        /// The file or stream that contains the text. Empty for text that was passed directly.
        origin: String,
        /// The position and the reason.
        source: serde_json::Error,
    },
    /// The JSON of a request is not an object.
    #[error("expected an object with the fields of the request")]
    NotAnObject,
    /// A file or standard input cannot be read.
    #[error("cannot read {origin}: {source}")]
    Read {
        /// The file or stream.
        origin: String,
        /// The cause.
        source: io::Error,
    },
    /// A file or standard input is not UTF-8.
    #[error("{0} is not UTF-8 text")]
    NotUtf8(String),
    /// Two values are to be read from standard input.
    #[error("standard input can be used only once")]
    StandardInputUsedTwice,
    /// The path of an upload names a directory.
    #[error("cannot read {0}: it is a directory")]
    Directory(String),
    /// The JSON contains a path of a local file, which is not allowed there.
    #[error("local path is not allowed in `{0}`; pass the content instead")]
    LocalPath(String),
    /// The value of a field is invalid.
    #[error("{field}: {source}")]
    Field {
        /// The name of the field on the wire.
        field: String,
        /// The cause.
        source: Box<InputError>,
    },
    /// A member does not fit its field.
    #[error("{0}")]
    Member(String),
    /// The request violates documented constraints.
    #[error("{}", join(.0))]
    Violations(Vec<Violation>),
}

impl InputError {
    pub(crate) fn mismatch(expected: impl Into<String>, found: &str) -> Self {
        Self::Mismatch { expected: expected.into(), found: found.to_owned() }
    }

    /// Creates the error for an unknown field of a record with fields of these names.
    pub(crate) fn unknown_field<'a>(name: &str, names: impl IntoIterator<Item = &'a str>) -> Self {
        let suggestions = suggest(name, names).into_iter().map(str::to_owned).collect();
        Self::UnknownField { name: name.to_owned(), suggestions }
    }
}

fn did_you_mean(suggestions: &[String]) -> String {
    question(suggestions).map_or_else(String::new, |question| format!("; {question}"))
}

fn parenthesized(suggestions: &[String]) -> String {
    question(suggestions).map_or_else(String::new, |question| format!(" ({question})"))
}

fn question(suggestions: &[String]) -> Option<String> {
    let quoted: Vec<String> = suggestions.iter().map(|name| format!("`{name}`")).collect();
    (!quoted.is_empty()).then(|| format!("did you mean {}?", quoted.join(" or ")))
}

fn at(path: &str) -> String {
    if path.is_empty() { String::new() } else { format!("`{path}`: ") }
}

fn invalid_json(origin: &str, error: &serde_json::Error) -> String {
    if origin.is_empty() { format!("invalid JSON: {error}") } else { format!("{origin} is not valid JSON: {error}") }
}

fn join(violations: &[Violation]) -> String {
    violations.iter().map(Violation::to_string).collect::<Vec<_>>().join("; ")
}
