//! `hwc sandbox serve`: serves the built-in sandbox over HTTP.

use std::collections::BTreeMap;

use hwc_api::SERVICES;
use hwc_api::serde_json::json;
use hwc_sandbox::{ControlToken, Fault, Sandbox, SandboxError, SandboxOptions};

use super::{AuthCheck, ServeArgs};
use crate::error::CliError;
use crate::runtime;
use crate::sandbox::to_error;
use crate::ui::Ui;
use crate::ui::format::Format;

/// Serves until interrupted.
pub(super) fn run(args: ServeArgs) -> Result<(), CliError> {
    let port = args.port;
    let sandbox = open(args)?;
    // Signals are handled before the ready message, since its reader may interrupt at once.
    runtime::serve(async |interrupted| {
        let server = sandbox.bind_loopback(port).await.map_err(|error| to_error(&error))?;
        let token = ControlToken::random();
        let token = token.map_err(|error| CliError::internal(format!("cannot create a token: {error}")))?;
        let server = server.control(token.clone());
        let page = explorer::start(&sandbox).await?;
        let endpoints: BTreeMap<&str, String> = SERVICES.iter().map(|service| (service.id, server.url())).collect();
        let address = server.address().to_string();
        let control = json!({ "url": format!("{}/_sandbox/", server.url()), "token": token.expose() });
        let mut ready = json!({ "ready": true, "address": address, "endpoints": endpoints, "control": control });
        if let Some(page) = &page {
            ready["explorer"] = json!(page.url);
        }
        Ui::new(Format::Jsonl, true).item(&ready, |_| String::new())?;
        let shutdown = async {
            if interrupted.await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        let served = server.run_until(shutdown).await.map_err(|error| to_error(&error));
        drop(page);
        served
    })
}

/// Creates the sandbox for these arguments.
fn open(args: ServeArgs) -> Result<Sandbox, CliError> {
    let faults = args.fault.iter().map(|fault| fault.parse());
    let faults = faults.collect::<Result<Vec<Fault>, _>>().map_err(|error| CliError::usage(error.to_string()))?;
    let mut options = SandboxOptions::default()
        .with_example_data()
        .verify_credentials(args.auth == AuthCheck::Strict)
        .koodrive_errors_with_status_200(args.koodrive_error_status == "200");
    if let Some(file) = args.data {
        options = options.database(file);
    }
    if args.no_demo_data {
        options = options.without_demo_data();
    }
    options = args.host.into_iter().fold(options, SandboxOptions::allow_host);
    let sandbox = Sandbox::new(options).map_err(|error| match error {
        SandboxError::Host(_) => CliError::usage(error.to_string()),
        error => to_error(&error),
    })?;
    for fault in faults {
        sandbox.inject_fault(fault);
    }
    Ok(sandbox)
}

/// The page of the sandbox, on a port of its own: paths of the services begin at the root of the other one.
#[cfg(feature = "explorer")]
mod explorer {
    use hwc_explorer::Connection;
    use hwc_sandbox::Sandbox;
    use tokio::task::JoinSet;

    use crate::commands::explore::server;
    use crate::error::CliError;

    /// A page that is served until it is dropped.
    pub(super) struct Page {
        pub(super) url: String,
        _running: JoinSet<()>,
    }

    /// Serves the page of a sandbox.
    pub(super) async fn start(sandbox: &Sandbox) -> Result<Option<Page>, CliError> {
        let connection = Connection::sandbox(sandbox.clone()).map_err(|error| server::to_error(&error))?;
        let server = server::bind(connection, 0).await?;
        let url = server.url();
        let mut running = JoinSet::new();
        // Without the page, the sandbox still serves its services.
        running.spawn(async move { drop(server.run().await) });
        Ok(Some(Page { url, _running: running }))
    }
}

#[cfg(not(feature = "explorer"))]
mod explorer {
    use hwc_sandbox::Sandbox;

    use crate::error::CliError;

    /// A page, which does not exist.
    pub(super) struct Page {
        pub(super) url: String,
    }

    /// Returns no page: the command was built without the explorer.
    pub(super) async fn start(_: &Sandbox) -> Result<Option<Page>, CliError> {
        Ok(None)
    }
}
