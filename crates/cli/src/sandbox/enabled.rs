//! The built-in sandbox.

use hwc_api::{Client, ClientBuilder, SERVICES, Transport};
use hwc_sandbox::{Sandbox, SandboxError, SandboxOptions};

use crate::error::{CliError, with_causes};

/// A placeholder endpoint. The host does not exist, so a URL of the sandbox fails outside of it.
const ENDPOINT: &str = "http://sandbox.invalid";

/// Creates a client for a sandbox of its own. Reads nothing from the environment.
pub(crate) fn client_builder() -> Result<ClientBuilder, CliError> {
    let sandbox = Sandbox::new(SandboxOptions::default()).map_err(|error| to_error(&error))?;
    Ok(client_builder_for(sandbox))
}

/// Creates a client for a sandbox behind a transport. The project is that of the demo data.
pub(crate) fn client_builder_for(sandbox: impl Transport + 'static) -> ClientBuilder {
    let builder = Client::builder().transport(sandbox);
    let builder = SERVICES.iter().fold(builder, |builder, service| builder.endpoint(service.id, ENDPOINT));
    builder.auth_token("sandbox").koodrive_token("sandbox").project_id("project-1")
}

/// Converts an error of the sandbox, with its causes.
pub(crate) fn to_error(error: &SandboxError) -> CliError {
    CliError::internal(with_causes(error))
}
