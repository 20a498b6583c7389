//! What a sample of a type prints.

use std::error::Error;
use std::fmt::Debug;

/// In every secret of every sample.
pub(super) const MARK: &str = "MARK5ec2e7";

/// A sample that was printed.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    /// The public path of the type.
    pub(super) path: &'static str,
    /// All that it prints.
    pub(super) text: String,
}

/// A sample that has `Debug` alone.
pub(super) fn debug(path: &'static str, value: &dyn Debug) -> Sample {
    Sample { path, text: format!("{value:?}\n{value:#?}") }
}

/// A sample that has `Display` too.
pub(super) fn display(path: &'static str, value: &(impl Debug + ToString)) -> Sample {
    Sample { path, text: format!("{value:?}\n{value:#?}\n{}", value.to_string()) }
}

/// An error with all that caused it.
pub(super) fn error(path: &'static str, error: &(dyn Error + 'static)) -> Sample {
    Sample { path, text: everything(error) }
}

/// The text of an error and of all that caused it, and what `{:?}` shows of them.
pub(crate) fn everything(error: &(dyn Error + 'static)) -> String {
    let mut text = format!("{error:#?}");
    let mut next = Some(error);
    while let Some(error) = next {
        text += &format!("\n{error}\n{error:?}");
        next = error.source();
    }
    text
}
