//! A wrapper of the reqwest transport. It reports the start of an exchange, the received parts of the response, and the
//! end to the stage.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use async_trait::async_trait;
use futures_core::Stream;
use hwc_api::transport::bytes::Bytes;
use hwc_api::transport::{BodyError, HttpRequest, HttpResponse, ReqwestTransport};
use hwc_api::{Body, ByteStream, Transport, TransportError};

use crate::server::Server;
use crate::stage::{Seen, Stage};

/// The transport of the rows.
pub(crate) struct Observed {
    pub(crate) inner: ReqwestTransport,
    pub(crate) stage: Arc<Stage>,
    pub(crate) server: Arc<Server>,
}

#[async_trait]
impl Transport for Observed {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let exchange = self.stage.begin();
        let under_way = UnderWay(Arc::clone(&self.stage));
        self.server.open_for(exchange);
        let answer = self.inner.send(request).await?;
        self.stage.saw(Seen::Head);
        Ok(answer.map(|body| match body.as_bytes() {
            Some(_) => body,
            None => {
                let len = body.len();
                Body::from_stream(Watched { inner: body.into_stream(), bytes: 0, under_way: Some(under_way) }, len)
            }
        }))
    }
}

/// A guard that ends the exchange when it is dropped.
struct UnderWay(Arc<Stage>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// A response body that counts its bytes.
struct Watched {
    inner: ByteStream,
    bytes: usize,
    under_way: Option<UnderWay>,
}

impl Stream for Watched {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = ready!(Pin::new(&mut self.inner).poll_next(cx));
        match (&chunk, &self.under_way) {
            (Some(Ok(bytes)), Some(UnderWay(stage))) => {
                let stage = Arc::clone(stage);
                self.bytes += bytes.len();
                stage.saw(Seen::Body(self.bytes));
            }
            _ => self.under_way = None,
        }
        Poll::Ready(chunk)
    }
}
