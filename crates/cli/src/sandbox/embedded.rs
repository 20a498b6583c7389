//! The sandbox as other commands use it, and `hwc sandbox serve`.

use std::collections::BTreeMap;

use hwc_api::serde_json::json;
use hwc_api::{Client, ClientBuilder, SERVICES, Transport};
use hwc_sandbox::{Fault, Options, Sandbox, SandboxError};

use crate::arguments::{AuthCheck, ServeOptions};
use crate::exit::Exit;
use crate::failure::{self, Failure};
use crate::{output, runtime, signals};

/// Where the services are, so to speak: a name that is no host's, in case a link of the sandbox is taken elsewhere.
const ENDPOINT: &str = "http://sandbox.invalid";

/// A client of a sandbox of its own. Nothing is read from the environment.
pub(crate) fn client_builder() -> Result<ClientBuilder, Failure> {
    let sandbox = Sandbox::new(Options::default()).map_err(|error| failed(&error))?;
    Ok(client_of(sandbox))
}

/// A client of a sandbox behind a transport. The project is the one of the demo data.
pub(crate) fn client_of(sandbox: impl Transport + 'static) -> ClientBuilder {
    let builder = Client::builder().transport(sandbox);
    let builder = SERVICES.iter().fold(builder, |builder, service| builder.endpoint(service.id, ENDPOINT));
    builder.auth_token("sandbox").koodrive_token("sandbox").project_id("project-1")
}

/// Serves until interrupted.
pub(super) fn serve(options: ServeOptions) -> Result<(), Failure> {
    let port = options.port;
    let sandbox = opened(options)?;
    // Before it says that it is ready: whoever reads that may interrupt at once.
    let interrupted = signals::announce(|runtime, signals| {
        // The second one ends a server that still drains.
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

/// The sandbox that was asked for.
fn opened(options: ServeOptions) -> Result<Sandbox, Failure> {
    let faults = options.fault.iter().map(|fault| fault.parse());
    let faults = faults.collect::<Result<Vec<Fault>, _>>().map_err(|error| Failure::usage(error.to_string()))?;
    let mut opened = Options::default().strict_auth(options.auth == AuthCheck::Strict);
    if let Some(file) = options.data {
        opened = opened.data(file);
    }
    if options.no_demo_data {
        opened = opened.without_demo_data();
    }
    opened = options.host.into_iter().fold(opened, Options::allow_host);
    let sandbox = Sandbox::new(opened).map_err(|error| match error {
        SandboxError::Host(_) => Failure::usage(error.to_string()),
        error => failed(&error),
    })?;
    for fault in faults {
        sandbox.fail_next(fault);
    }
    Ok(sandbox)
}

/// What the sandbox says, with its causes.
pub(crate) fn failed(error: &SandboxError) -> Failure {
    Failure::internal(failure::with_causes(error))
}
