//! Error of decoding one value.

use std::fmt;

/// The reason why decoding stopped.
#[derive(Debug)]
pub enum ValueError {
    /// The input does not fit. The text names the expected and the received kind.
    Mismatch(String),
    /// The input is an empty value of another kind, such as an empty text for an optional number. An optional value is then
    /// absent.
    EmptyString,
    /// The source failed below this value and stores its own error.
    Input,
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ValueError::Mismatch(text) => f.write_str(text),
            ValueError::EmptyString => f.write_str("expected a value, found an empty one of another kind"),
            ValueError::Input => f.write_str("the source broke off"),
        }
    }
}
