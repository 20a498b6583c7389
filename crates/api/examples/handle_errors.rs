//! Handles errors by kind: violated constraints, error responses, and transient errors.
//!
//! Runs against the sandbox: `cargo run -p hwc-api --example handle_errors`.

#![allow(clippy::print_stdout, unreachable_pub, reason = "an example prints")]

use hwc_api::{Client, ErrorClass, ErrorKind, osm};
use hwc_sandbox::{Sandbox, SandboxOptions};

/// Makes two calls that fail. Returns a description of each error.
pub async fn run(client: &Client) -> Vec<String> {
    let mut told = Vec::new();

    // All constraints are validated before the request is sent.
    let request = osm::ListCases::new().limit(101).offset(70_000);
    if let Err(error) = client.send(request).await {
        told.extend(error.violations().iter().map(ToString::to_string));
    }

    // The error contains the error response of the service.
    if let Err(error) = client.send(osm::CreateRelations::new("no-such-ticket", ["another"])).await {
        let advice = match (error.kind(), error.service()) {
            (ErrorKind::Service, Some(service)) => match service.class {
                ErrorClass::NotFound => format!("{}: there is no such ticket", service.code),
                ErrorClass::QuotaExceeded => format!("{}: a limit is reached", service.code),
                other => format!("{}: {other:?}", service.code),
            },
            _ if error.is_retryable() => "try again later".to_owned(),
            (kind, _) => format!("{kind:?}"),
        };
        told.push(advice);
    }
    told
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::new(SandboxOptions::default())?;
    let client = Client::builder().transport(sandbox).auth_token("any").build()?;
    for line in run(&client).await {
        println!("{line}");
    }
    Ok(())
}
