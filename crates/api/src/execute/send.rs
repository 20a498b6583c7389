//! Takes answers of the transport into memory.

use std::future::Future;
use std::pin::Pin;

use hwc_transport::bytes::{Bytes, BytesMut};
use hwc_transport::http::HeaderValue;
use hwc_transport::http::header::CONTENT_TYPE;
use hwc_transport::http::response::Parts;
use hwc_transport::{Body, Response, TransportError};

use super::ask::{Answer, Takes};
use super::inflate::{inflate, plain};
use super::stall::watched;
use crate::client::Config;
use crate::error::Error;

/// How the client calls itself.
pub(crate) fn user_agent() -> HeaderValue {
    HeaderValue::from_static(concat!("hwc/", env!("CARGO_PKG_VERSION")))
}

/// A request on its way. It is boxed by the transport: it would make the future of every call larger otherwise.
pub(crate) type Exchange<'a> = Pin<Box<dyn Future<Output = Result<Response, TransportError>> + Send + 'a>>;

/// Waits for the whole answer; of one that is handed on, for what tells a file from a refusal.
pub(super) async fn receive(config: &Config, exchange: Exchange<'_>, takes: Takes) -> Result<Answer, Error> {
    let (mut head, body) = exchange.await.map_err(Error::exchange)?.into_parts();
    let body = watched(body, &config.clock, config.stall_timeout);
    if takes != Takes::Json && head.status.is_success() {
        // Boxed, since most calls have no use for it and their futures need not have room for it.
        return Box::pin(file(config, head, body, takes)).await;
    }
    let body = body.collect(config.max_body).await;
    let body = body.map_err(Error::body).and_then(|body| inflate(&mut head.headers, body, config.max_body));
    // A refusal is one by its status, also where the text that comes with it cannot be read.
    let body = if head.status.is_success() { body? } else { body.unwrap_or_default() };
    Ok(Answer { status: head.status, headers: head.headers, body, stream: None })
}

async fn file(config: &Config, head: Parts, body: Body, takes: Takes) -> Result<Answer, Error> {
    let mut answer = peeked(head, body).await?;
    if takes == Takes::File {
        let content = answer.stream.take().unwrap_or_default();
        answer.stream = Some(content.collect(config.max_body).await.map_err(Error::body)?.into());
    }
    Ok(answer)
}

/// How long a refusal may be that comes in place of a file.
const REFUSAL: usize = 64 * 1024;

/// Takes an answer that is a file, unless it says otherwise.
///
/// A refusal may come with a status of success, as JSON. So what is declared to be JSON, or to be nothing, is read up to a
/// limit: if that is all of it, it may be a refusal; if there is more, or it is declared to be anything else, it is a file.
async fn peeked(head: Parts, body: Body) -> Result<Answer, Error> {
    plain(&head.headers)?;
    let answer =
        |body, stream| Answer { status: head.status, headers: head.headers.clone(), body, stream: Some(stream) };
    let kind = head.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("json");
    if !kind.to_ascii_lowercase().contains("json") {
        return Ok(answer(Bytes::new(), body));
    }
    let len = body.len();
    let mut rest = body.into_stream();
    let mut start = BytesMut::new();
    while start.len() <= REFUSAL {
        match rest.next().await {
            Some(chunk) => start.extend_from_slice(&chunk.map_err(Error::body)?),
            None => {
                let whole = start.freeze();
                return Ok(answer(whole.clone(), whole.into()));
            }
        }
    }
    let left = len.map(|len| len.saturating_sub(start.len() as u64));
    let all = Body::joined(vec![start.freeze().into(), Body::once(rest, left)]);
    Ok(answer(Bytes::new(), all))
}
