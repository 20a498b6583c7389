//! An error in place of the sandbox, for builds without it.

use hwc_api::ClientBuilder;

use crate::error::CliError;

/// Returns an error: the command was built without the sandbox.
pub(crate) fn client_builder() -> Result<ClientBuilder, CliError> {
    Err(CliError::no_sandbox())
}
