//! The built-in sandbox.

use std::io::IsTerminal;
use std::sync::Arc;

use hwc_api::{Client, ClientBuilder, Operation, SERVICES, Transport};
use hwc_sandbox::{Sandbox, SandboxError, SandboxOptions};

use super::control_client::{self, variable};
use super::{ExampleInput, running};
use crate::args::connection::Connection;
use crate::error::{CliError, with_causes};
use crate::ui::note::{self, Note};

/// A placeholder endpoint. The host does not exist, so a URL of the sandbox fails outside of it.
const ENDPOINT: &str = "http://sandbox.invalid";

/// The token of the built-in sandbox, which accepts any. It must not be a word of responses, since it is redacted.
const TOKEN: &str = "token-of-the-built-in-sandbox";

/// Connects to the sandbox of `HWC_SANDBOX_URL`, to that of `hwc sandbox start` if it runs, or to one that ends with the
/// command. Reads no other settings from the environment.
pub(crate) fn connect() -> Result<Connection, CliError> {
    let named = variable(control_client::URL).filter(|url| hwc_api::is_loopback(url));
    let endpoint = match named {
        Some(url) => Some(url),
        None => running::find()?.map(|server| server.endpoint()),
    };
    if let Some(endpoint) = endpoint {
        let builder = Client::builder().default_endpoint(endpoint);
        return Ok(Connection { builder: with_demo_account(builder), transport: None, is_sandbox: true });
    }
    let sandbox = open()?;
    if std::io::stderr().is_terminal() && !note::are_json() {
        note::print(&Note::new("the state of this sandbox ends with the command; `hwc sandbox start` keeps one"));
    }
    let builder = with_demo_account(with_endpoints(Client::builder()));
    Ok(Connection { builder, transport: Some(Arc::new(sandbox)), is_sandbox: true })
}

/// Opens a sandbox in this process, with demo data and the data of the examples.
pub(crate) fn open() -> Result<Sandbox, CliError> {
    Sandbox::new(SandboxOptions::default().with_example_data()).map_err(|error| to_error(&error))
}

/// Opens a sandbox in this process, unless `hwc sandbox start` runs one.
#[cfg(feature = "mcp")]
pub(crate) fn open_unless_running() -> Result<Option<Sandbox>, CliError> {
    if running::find()?.is_some() { Ok(None) } else { open().map(Some) }
}

/// Returns the endpoint of the sandbox that runs in the background, if there is one.
pub(crate) fn background_endpoint() -> Result<Option<String>, CliError> {
    Ok(running::find()?.map(|server| server.endpoint()))
}

/// Creates a client for a sandbox behind a transport.
pub(crate) fn client_builder_for(sandbox: impl Transport + 'static) -> ClientBuilder {
    with_demo_account(with_endpoints(Client::builder().transport(sandbox)))
}

fn with_endpoints(builder: ClientBuilder) -> ClientBuilder {
    SERVICES.iter().fold(builder, |builder, service| builder.endpoint(service.id, ENDPOINT))
}

/// Sets the tokens and the project of the demo data.
fn with_demo_account(builder: ClientBuilder) -> ClientBuilder {
    builder.auth_token(TOKEN).koodrive_token(TOKEN).project_id("project-1")
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
