//! Errors in place of the sandbox, for builds without it.

use hwc_api::ClientBuilder;

use crate::arguments::ServeOptions;
use crate::failure::Failure;

/// Returns an error: the command was built without the sandbox.
pub(crate) fn client_builder() -> Result<ClientBuilder, Failure> {
    Err(Failure::no_sandbox())
}

/// Returns an error: the command was built without the sandbox.
pub(super) fn serve(_: ServeOptions) -> Result<(), Failure> {
    Err(Failure::no_sandbox())
}
