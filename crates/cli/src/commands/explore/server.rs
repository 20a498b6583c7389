//! `hwc explore`: serves the API Explorer on the loopback address.

use hwc_api::ClientBuilder;
use hwc_api::serde_json::json;
use hwc_api::transport::ReqwestTransport;
use hwc_explorer::{Connection, Explorer, ExplorerError, ExplorerServer};

use super::ExploreArgs;
use crate::error::{CliError, with_causes};
use crate::runtime;
use crate::ui::Ui;
use crate::ui::format::Format;

/// Serves until interrupted.
pub(super) fn run(args: ExploreArgs) -> Result<(), CliError> {
    let port = args.port;
    let connection = connect(args)?;
    // Signals are handled before the ready message, since its reader may interrupt at once.
    runtime::serve(async |interrupted| {
        let server = bind(connection, port).await?;
        let ready = json!({ "ready": true, "url": server.url() });
        Ui::new(Format::Jsonl, true).item(&ready, |_| String::new())?;
        let shutdown = async {
            if interrupted.await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        server.run_until(shutdown).await.map_err(|error| to_error(&error))
    })
}

/// Binds the page of a connection. Port 0 picks a free port.
pub(crate) async fn bind(connection: Connection, port: u16) -> Result<ExplorerServer, CliError> {
    let explorer = Explorer::new(connection).map_err(|error| to_error(&error))?;
    explorer.bind_loopback(port).await.map_err(|error| to_error(&error))
}

/// Converts an error of the explorer, with its causes.
pub(crate) fn to_error(error: &ExplorerError) -> CliError {
    CliError::internal(with_causes(error))
}

fn connect(args: ExploreArgs) -> Result<Connection, CliError> {
    if args.sandbox {
        return sandbox();
    }
    let title = args.endpoint.as_deref().or(args.profile.as_deref()).unwrap_or("environment").to_owned();
    let builder = ClientBuilder::from_env();
    let builder = builder.maybe(args.profile, ClientBuilder::profile);
    let builder = builder.maybe(args.endpoint, ClientBuilder::default_endpoint);
    let transport = ReqwestTransport::new().map_err(|error| CliError::internal(with_causes(&error)))?;
    Connection::client(builder, transport, title).map_err(|error| to_error(&error))
}

#[cfg(feature = "sandbox")]
fn sandbox() -> Result<Connection, CliError> {
    use hwc_sandbox::{Sandbox, SandboxOptions};
    let sandbox = Sandbox::new(SandboxOptions::default().with_example_data());
    let sandbox = sandbox.map_err(|error| crate::sandbox::to_error(&error))?;
    Connection::sandbox(sandbox).map_err(|error| to_error(&error))
}

#[cfg(not(feature = "sandbox"))]
fn sandbox() -> Result<Connection, CliError> {
    Err(CliError::no_sandbox())
}
