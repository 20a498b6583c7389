//! What stands in for the sandbox where this command was built without it: errors that say so.

use hwc_api::ClientBuilder;

use crate::arguments::ServeOptions;
use crate::failure::Failure;

/// No client.
pub(crate) fn client_builder() -> Result<ClientBuilder, Failure> {
    Err(Failure::no_sandbox())
}

/// No server.
pub(super) fn serve(_: ServeOptions) -> Result<(), Failure> {
    Err(Failure::no_sandbox())
}
