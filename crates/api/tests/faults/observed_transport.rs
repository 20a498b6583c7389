//! A wrapper of the transport of a case. It reports the start of an exchange, the received parts of the response, and the
//! end to the harness.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use async_trait::async_trait;
use futures_core::Stream;
use hwc_api::transport::bytes::Bytes;
use hwc_api::transport::{BodyError, HttpRequest, HttpResponse};
use hwc_api::{Body, ByteStream, Transport, TransportError};

use crate::harness::{Harness, Received};
use crate::server::Server;

/// The transport of the cases.
pub(crate) struct ObservedTransport {
    pub(crate) inner: Arc<dyn Transport>,
    pub(crate) harness: Arc<Harness>,
    pub(crate) server: Arc<Server>,
}

#[async_trait]
impl Transport for ObservedTransport {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let exchange = self.harness.begin();
        let in_progress = ExchangeGuard(Arc::clone(&self.harness));
        self.server.open_for(exchange);
        let response = self.inner.send(request).await?;
        self.harness.record_received(Received::Head);
        Ok(response.map(|body| match body.as_bytes() {
            Some(_) => body,
            None => {
                let len = body.len();
                Body::from_stream(
                    ObservedBody { inner: body.into_stream(), bytes: 0, in_progress: Some(in_progress) },
                    len,
                )
            }
        }))
    }
}

/// A guard that ends the exchange when it is dropped.
struct ExchangeGuard(Arc<Harness>);

impl Drop for ExchangeGuard {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// A response body that counts its bytes.
struct ObservedBody {
    inner: ByteStream,
    bytes: usize,
    in_progress: Option<ExchangeGuard>,
}

impl Stream for ObservedBody {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(Pin::new(&mut self.inner).poll_next(cx));
        match (&chunk, &self.in_progress) {
            (Some(Ok(bytes)), Some(ExchangeGuard(harness))) => {
                let harness = Arc::clone(harness);
                self.bytes += bytes.len();
                harness.record_received(Received::Body(self.bytes));
            }
            _ => self.in_progress = None,
        }
        Poll::Ready(chunk)
    }
}
