//! The output of a sample of a type.

use std::error::Error;
use std::fmt::Debug;

/// The marker in every secret of every sample.
pub(super) const MARK: &str = "MARK5ec2e7";

/// A printed sample.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    /// The public path of the type.
    pub(super) path: &'static str,
    /// The complete output.
    pub(super) text: String,
}

/// Prints a sample that implements only `Debug`.
pub(super) fn debug(path: &'static str, value: &dyn Debug) -> Sample {
    Sample { path, text: format!("{value:?}\n{value:#?}") }
}

/// Prints a sample that also implements `Display`.
pub(super) fn display(path: &'static str, value: &(impl Debug + ToString)) -> Sample {
    Sample { path, text: format!("{value:?}\n{value:#?}\n{}", value.to_string()) }
}

/// Prints an error with all its causes.
pub(super) fn error(path: &'static str, error: &(dyn Error + 'static)) -> Sample {
    Sample { path, text: everything(error) }
}

/// Returns the texts and the `Debug` output of an error and all its causes.
pub(crate) fn everything(error: &(dyn Error + 'static)) -> String {
    let mut text = format!("{error:#?}");
    let mut next = Some(error);
    while let Some(error) = next {
        text += &format!("\n{error}\n{error:?}");
        next = error.source();
    }
    text
}
