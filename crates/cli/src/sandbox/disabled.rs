//! An error in place of the sandbox, for builds without it.

use hwc_api::Operation;

use super::ExampleInput;
use crate::args::connection::Connection;
use crate::error::CliError;

/// Returns an error: the command was built without the sandbox.
pub(crate) fn connect() -> Result<Connection, CliError> {
    Err(CliError::no_sandbox())
}

/// Returns an error: the command was built without the sandbox.
pub(crate) fn background_endpoint() -> Result<Option<String>, CliError> {
    Err(CliError::no_sandbox())
}

/// Returns no input: only the sandbox has demo data.
pub(crate) fn example_input(_: &Operation) -> Option<ExampleInput> {
    None
}

/// Returns no kind: the sandbox is not there to respond.
#[expect(clippy::unnecessary_wraps, reason = "the sandbox can fail")]
pub(crate) fn response_kinds() -> Result<impl Fn(&Operation) -> Option<&'static str>, CliError> {
    Ok(|_: &Operation| None)
}
