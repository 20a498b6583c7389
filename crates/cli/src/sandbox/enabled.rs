//! The built-in sandbox.

use hwc_api::{Client, ClientBuilder, Operation, SERVICES, Transport};
use hwc_sandbox::{Sandbox, SandboxError, SandboxOptions};

use super::ExampleInput;
use crate::error::{CliError, with_causes};

/// A placeholder endpoint. The host does not exist, so a URL of the sandbox fails outside of it.
const ENDPOINT: &str = "http://sandbox.invalid";

/// Creates a client for a sandbox of its own. Reads nothing from the environment.
pub(crate) fn client_builder() -> Result<ClientBuilder, CliError> {
    let sandbox = Sandbox::new(SandboxOptions::default().with_example_data()).map_err(|error| to_error(&error))?;
    Ok(client_builder_for(sandbox))
}

/// Creates a client for a sandbox behind a transport. The project is that of the demo data.
pub(crate) fn client_builder_for(sandbox: impl Transport + 'static) -> ClientBuilder {
    let builder = Client::builder().transport(sandbox);
    let builder = SERVICES.iter().fold(builder, |builder, service| builder.endpoint(service.id, ENDPOINT));
    builder.auth_token("sandbox").koodrive_token("sandbox").project_id("project-1")
}

/// Returns an example that succeeds on the demo data.
pub(crate) fn example_input(operation: &Operation) -> Option<ExampleInput> {
    hwc_sandbox::example_input(operation).map(|input| ExampleInput {
        fields: input.fields,
        first: input.first,
        files: input.files,
        settings: input.settings,
    })
}

/// Returns a function that tells if the sandbox implements an operation or responds with an example.
pub(crate) fn response_kinds() -> Result<impl Fn(&Operation) -> Option<&'static str>, CliError> {
    let sandbox = Sandbox::new(SandboxOptions::default().without_demo_data()).map_err(|error| to_error(&error))?;
    let examples = sandbox.unimplemented_operations();
    Ok(move |operation: &Operation| {
        let is_example = examples.iter().any(|other| std::ptr::eq(*other, operation));
        Some(if is_example { "example" } else { "implemented" })
    })
}

/// Converts an error of the sandbox, with its causes.
pub(crate) fn to_error(error: &SandboxError) -> CliError {
    CliError::internal(with_causes(error))
}
