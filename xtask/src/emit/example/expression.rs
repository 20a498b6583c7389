//! The syntax of an example: as much of Rust as a request needs.

use serde_json::Value as Json;

/// The maximum number of elements of a list in an example.
pub(super) const MAX_ELEMENTS: usize = 3;

/// A Rust expression.
pub(super) enum Expression {
    /// Text without spaces where a line could break.
    Atom(String),
    /// A name, and expressions between brackets: `new(1, 2)`, `[1, 2]`, `vec![1, 2]` or `(1, 2)`.
    Call { name: String, brackets: [&'static str; 2], arguments: Vec<Expression> },
    /// An expression and the calls of methods on it.
    Chain(Box<Expression>, Vec<Expression>),
    /// A member of a JSON object.
    Member(String, Box<Expression>),
}

impl Expression {
    /// Returns an expression of one piece.
    pub(super) fn atom(text: impl Into<String>) -> Self {
        Self::Atom(text.into())
    }

    /// Returns the call of a function or a method.
    pub(super) fn call(name: impl Into<String>, arguments: Vec<Expression>) -> Self {
        Self::Call { name: name.into(), brackets: ["(", ")"], arguments }
    }

    /// Returns an array, or with `vec!` a vector.
    pub(super) fn list(name: &str, arguments: Vec<Expression>) -> Self {
        Self::Call { name: name.to_owned(), brackets: ["[", "]"], arguments }
    }

    /// Returns calls of methods, or the expression itself without any.
    pub(super) fn chain(base: Expression, calls: Vec<Expression>) -> Self {
        if calls.is_empty() { base } else { Self::Chain(Box::new(base), calls) }
    }

    /// Returns a value in the syntax of `json!`.
    pub(super) fn json(value: &Json) -> Self {
        match value {
            Json::Array(elements) => Self::list("", elements.iter().take(MAX_ELEMENTS).map(Self::json).collect()),
            Json::Object(members) => {
                let member = |(name, value)| Self::Member(format!("{name:?}"), Box::new(Self::json(value)));
                let arguments = members.iter().map(member).collect();
                Self::Call { name: String::new(), brackets: ["{", "}"], arguments }
            }
            Json::String(text) => Self::atom(format!("{text:?}")),
            other => Self::atom(other.to_string()),
        }
    }
}
