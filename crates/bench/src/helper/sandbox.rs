//! A sandbox in its own process, with a given number of tickets.

use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode};
use hwc_models::osm::{CreateCases, SourceId};
use hwc_sandbox::{Sandbox, SandboxOptions};
use hwc_transport::{Body, Transport};

use super::ready;
use crate::Outcome;
use crate::data::CASES;

/// The maximum size of the response to a new ticket in bytes.
const MAX_RESPONSE_BYTES: usize = 1 << 16;

/// The marker of error responses, which no measured response contains.
const ERROR: &[u8] = b"\"error_code\"";

/// Opens a sandbox with the demo data, or with `tickets` tickets instead, and serves it like `hwc sandbox serve`.
pub(super) async fn serve(tickets: Option<u64>) -> Outcome<()> {
    let options =
        if tickets.is_some() { SandboxOptions::default().without_demo_data() } else { SandboxOptions::default() };
    let sandbox = Sandbox::new(options)?;
    let server = sandbox.bind_loopback(0).await?;
    let url = server.url();
    // The state moves to a temporary file when the server starts, as when its clients open the tickets.
    let running = tokio::spawn(server.run());
    tokio::task::yield_now().await;
    for number in 0..tickets.unwrap_or_default() {
        let (head, body) = sandbox.send(create(number)?.map(Body::from)).await?.into_parts();
        succeeded(head.status, &body.collect(MAX_RESPONSE_BYTES).await?)?;
    }
    ready(&url)?;
    Ok(running.await??)
}

/// Checks that a response is a success. Service Tickets also sends error responses with status 200, so the body is
/// checked too.
///
/// # Errors
/// Returns an error if the status is not 200 or the body is an error response.
pub fn succeeded(status: StatusCode, body: &[u8]) -> Outcome<()> {
    let refused = body.windows(ERROR.len()).any(|part| part == ERROR);
    if status == StatusCode::OK && !refused {
        return Ok(());
    }
    Err(format!("the sandbox responded with {status} {}", String::from_utf8_lossy(body)).into())
}

/// Returns the request that opens a ticket.
///
/// # Errors
/// Returns an error if it cannot be built.
pub fn create(number: u64) -> Outcome<Request<Bytes>> {
    let description = format!("Server {number} is slow since the update of last night");
    let ticket = CreateCases::new("Fault", description, SourceId::API)
        .region_id("cn-north-4")
        .remind_mail("someone@example.com");
    let json = serde_json::to_vec(&ticket)?;
    let mut request = Request::new(Bytes::from(json));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = CASES.parse()?;
    let headers = request.headers_mut();
    headers.insert("host", HeaderValue::from_static("localhost"));
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    headers.insert("x-auth-token", HeaderValue::from_static("a-token-of-no-account"));
    Ok(request)
}
