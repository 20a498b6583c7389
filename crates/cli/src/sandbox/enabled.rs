//! The built-in sandbox for other commands, and `hwc sandbox serve`.

use std::collections::BTreeMap;

use hwc_api::serde_json::json;
use hwc_api::{Client, ClientBuilder, SERVICES, Transport};
use hwc_sandbox::{Fault, Sandbox, SandboxError, SandboxOptions};

use crate::arguments::{AuthCheck, ServeOptions};
use crate::exit::Exit;
use crate::failure::{self, Failure};
use crate::{output, runtime, signals};

/// A placeholder endpoint. The host does not exist, so a URL of the sandbox fails outside of it.
const ENDPOINT: &str = "http://sandbox.invalid";

/// Creates a client for a sandbox of its own. Reads nothing from the environment.
pub(crate) fn client_builder() -> Result<ClientBuilder, Failure> {
    let sandbox = Sandbox::new(SandboxOptions::default()).map_err(|error| failed(&error))?;
    Ok(client_of(sandbox))
}

/// Creates a client for a sandbox behind a transport. The project is that of the demo data.
pub(crate) fn client_of(sandbox: impl Transport + 'static) -> ClientBuilder {
    let builder = Client::builder().transport(sandbox);
    let builder = SERVICES.iter().fold(builder, |builder, service| builder.endpoint(service.id, ENDPOINT));
    builder.auth_token("sandbox").koodrive_token("sandbox").project_id("project-1")
}

/// Serves until interrupted.
pub(super) fn serve(options: ServeOptions) -> Result<(), Failure> {
    let port = options.port;
    let sandbox = opened(options)?;
    // Listening starts before the ready message, since its reader may interrupt at once.
    let interrupted = signals::announce(|runtime, signals| {
        // The second signal ends a server that is still draining connections.
        runtime.block_on(signals.next());
        std::process::exit(Exit::Interrupted as i32);
    })
    .map_err(|error| Failure::internal(format!("cannot listen for signals: {error}")))?;
    runtime::run_to_the_end(async {
        let server = sandbox.bind_loopback(port).await.map_err(|error| failed(&error))?;
        let endpoints: BTreeMap<&str, String> = SERVICES.iter().map(|service| (service.id, server.url())).collect();
        let address = server.address().to_string();
        output::line(&json!({ "ready": true, "address": address, "endpoints": endpoints }))?;
        let shutdown = async {
            if interrupted.await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        server.run_until(shutdown).await.map_err(|error| failed(&error))
    })
}

/// Opens the sandbox with these options.
fn opened(options: ServeOptions) -> Result<Sandbox, Failure> {
    let faults = options.fault.iter().map(|fault| fault.parse());
    let faults = faults.collect::<Result<Vec<Fault>, _>>().map_err(|error| Failure::usage(error.to_string()))?;
    let mut opened = SandboxOptions::default().verify_credentials(options.auth == AuthCheck::Strict);
    if let Some(file) = options.data {
        opened = opened.database(file);
    }
    if options.no_demo_data {
        opened = opened.without_demo_data();
    }
    opened = options.host.into_iter().fold(opened, SandboxOptions::allow_host);
    let sandbox = Sandbox::new(opened).map_err(|error| match error {
        SandboxError::Host(_) => Failure::usage(error.to_string()),
        error => failed(&error),
    })?;
    for fault in faults {
        sandbox.inject_fault(fault);
    }
    Ok(sandbox)
}

/// Converts an error of the sandbox, with its causes.
pub(crate) fn failed(error: &SandboxError) -> Failure {
    Failure::internal(failure::with_causes(error))
}
