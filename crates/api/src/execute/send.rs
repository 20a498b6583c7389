//! Hands requests to the transport and takes answers into memory.

use hwc_transport::http::HeaderValue;
use hwc_transport::{Request, Response};

use super::ask::Answer;
use super::inflate::inflate;
use super::stall::watched;
use crate::client::Config;
use crate::error::Error;

/// How the client calls itself.
pub(crate) fn user_agent() -> HeaderValue {
    HeaderValue::from_static(concat!("hwc/", env!("CARGO_PKG_VERSION")))
}

/// Sends a request and waits for the whole answer.
pub(super) async fn send(config: &Config, request: Request) -> Result<Answer, Error> {
    let (mut head, body) = fetch(config, request).await?.into_parts();
    let body = watched(body, &config.clock, config.stall_timeout).collect(config.max_body).await;
    let body = body.map_err(Error::body).and_then(|body| inflate(&mut head.headers, body, config.max_body));
    // A refusal is one by its status, also where the text that comes with it cannot be read.
    let body = if head.status.is_success() { body? } else { body.unwrap_or_default() };
    Ok(Answer { status: head.status, headers: head.headers, body })
}

/// Sends a request and waits for the head of the answer.
pub(crate) async fn fetch(config: &Config, request: Request) -> Result<Response, Error> {
    config.transport.send(request).await.map_err(Error::exchange)
}
