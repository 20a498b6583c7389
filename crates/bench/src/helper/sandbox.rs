//! A sandbox in a process of its own, with as many tickets as are wanted.

use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode};
use hwc_models::osm::CreateCases;
use hwc_sandbox::{Options, Sandbox};
use hwc_transport::{Body, Transport};

use super::ready;
use crate::Outcome;
use crate::data::CASES;

/// The most that an answer to a new ticket may be, in bytes.
const LARGEST_ANSWER: usize = 1 << 16;

/// What stands in the body of a refusal, and in none of the answers that are measured.
const ERROR: &[u8] = b"\"error_code\"";

/// Opens a sandbox with the demo data, or with so many tickets in its place, and serves it as `hwc sandbox serve` would.
pub(super) async fn serve(tickets: Option<u64>) -> Outcome<()> {
    let options = if tickets.is_some() { Options::default().without_demo_data() } else { Options::default() };
    let sandbox = Sandbox::new(options)?;
    for number in 0..tickets.unwrap_or_default() {
        let (head, body) = sandbox.send(create(number)?.map(Body::from)).await?.into_parts();
        succeeded(head.status, &body.collect(LARGEST_ANSWER).await?)?;
    }
    let server = sandbox.bind_loopback(0).await?;
    ready(&server.url())?;
    Ok(server.run().await?)
}

/// Refuses an answer that is none of success. Service Tickets says no with status 200 too, so that the body has to be looked at.
///
/// # Errors
/// When the status is another than 200, or the body tells an error.
pub fn succeeded(status: StatusCode, body: &[u8]) -> Outcome<()> {
    let refused = body.windows(ERROR.len()).any(|part| part == ERROR);
    if status == StatusCode::OK && !refused {
        return Ok(());
    }
    Err(format!("the sandbox answered {status} {}", String::from_utf8_lossy(body)).into())
}

/// The request that opens a ticket.
///
/// # Errors
/// When it cannot be put together.
pub fn create(number: u64) -> Outcome<Request<Bytes>> {
    let description = format!("Server {number} is slow since the update of last night");
    let ticket = CreateCases::new("Fault", description, "83aeb0f2834c4df49826c781d32a963e")
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
