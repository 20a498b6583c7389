//! A transport that records the last exchange, so that the demo can show the request and response on the wire.

use std::sync::{Arc, Mutex};

use hwc_api::transport::{HttpRequest, HttpResponse};
use hwc_api::{Body, Transport, TransportError};

use crate::lock::lock;

/// A request and its response on the wire.
#[derive(Clone, Default)]
pub(super) struct Exchange {
    /// The method.
    pub(super) method: String,
    /// The path and query.
    pub(super) target: String,
    /// The status of the response.
    pub(super) status: u16,
    /// The body of the response.
    pub(super) body: Vec<u8>,
}

/// The last exchange and the number of all. Clones share them.
#[derive(Clone, Default)]
pub(super) struct LastExchange(Arc<Mutex<(Exchange, usize)>>);

/// An upper bound for the size of the demo's responses.
const MAX_BODY: usize = 1 << 20;

impl LastExchange {
    /// Returns the last exchange.
    pub(super) fn last(&self) -> Exchange {
        lock(&self.0).0.clone()
    }

    /// Returns the number of exchanges.
    pub(super) fn count(&self) -> usize {
        lock(&self.0).1
    }

    /// Returns a transport that sends through `inner` and records the exchange.
    pub(super) fn over(&self, inner: impl Transport + 'static) -> impl Transport + 'static {
        let (last, inner) = (self.clone(), Arc::new(inner));
        move |request: HttpRequest| last.clone().send(Arc::clone(&inner), request)
    }

    async fn send(self, inner: Arc<impl Transport>, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let method = request.method().to_string();
        let target = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
        let (head, body) = inner.send(request).await?.into_parts();
        let body = body.collect(MAX_BODY).await.map_err(TransportError::response_interrupted)?;
        let exchange = Exchange { method, target, status: head.status.as_u16(), body: body.to_vec() };
        let mut last = lock(&self.0);
        *last = (exchange, last.1 + 1);
        drop(last);
        Ok(HttpResponse::from_parts(head, Body::from(body)))
    }
}
