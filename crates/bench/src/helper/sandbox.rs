//! A sandbox in a process of its own, with as many tickets as are wanted.

use bytes::Bytes;
use http::{HeaderValue, Method, Request};
use hwc_models::osm::CreateCases;
use hwc_sandbox::{Options, Sandbox};
use hwc_transport::{Body, Transport};

use super::ready;
use crate::Outcome;
use crate::data::CASES;

/// Opens a sandbox with the demo data, or with so many tickets in its place, and serves it as `hwc sandbox serve` would.
pub(super) async fn serve(tickets: Option<u64>) -> Outcome<()> {
    let options = if tickets.is_some() { Options::default().without_demo_data() } else { Options::default() };
    let sandbox = Sandbox::new(options)?;
    for number in 0..tickets.unwrap_or_default() {
        let answer = sandbox.send(create(number)?.map(Body::from)).await?;
        if answer.status() != http::StatusCode::OK {
            return Err(format!("a ticket was not opened: {}", answer.status()).into());
        }
    }
    let server = sandbox.bind_loopback(0).await?;
    ready(&server.url())?;
    Ok(server.run().await?)
}

/// The request that opens a ticket.
///
/// # Errors
/// When it cannot be put together.
pub fn create(number: u64) -> Outcome<Request<Bytes>> {
    let description = format!("Server {number} is slow since the update of last night");
    let ticket = CreateCases::new("business-type-1", description, "83aeb0f2834c4df49826c781d32a963e")
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
