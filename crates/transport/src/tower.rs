//! Adapters between transports and tower services, so that tower's layers can wrap either.

use std::error::Error;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use async_trait::async_trait;
use tower_service::Service;

use crate::{Body, HttpRequest, HttpResponse, Transport, TransportError};

/// Adapts a [`Service`] of tower to a [`Transport`].
///
/// Each request gets a clone of the service, which is polled until it is ready. Concurrency limits and other back
/// pressure apply if the clones share them, as those of tower's own layers do. The service need not be `Sync`.
///
/// Layers may wrap the body of the response in another type that implements `http_body::Body`, as those of tower-http do.
/// Requests have a [`Body`], which implements it too.
///
/// | failure | resulting error |
/// | --- | --- |
/// | any [`TransportError`], boxed or not | the same error |
/// | `poll_ready` | [`TransportError::not_sent`] |
/// | `call` | [`TransportError::maybe_sent`], since it is unknown how far a layer passed the request on |
/// ```
/// use hwc_transport::http::HeaderValue;
/// use hwc_transport::{HttpRequest, HttpResponse, TowerTransport, Transport, TransportError, TransportService};
/// use tower::ServiceBuilder;
///
/// # async fn server(request: HttpRequest) -> Result<HttpResponse, TransportError> {
/// #     let mut response = HttpResponse::default();
/// #     *response.headers_mut() = request.headers().clone();
/// #     Ok(response)
/// # }
/// # async fn example() -> Result<(), TransportError> {
/// // Here `server` is a function; it may be a `ReqwestTransport` or a service of your own.
/// let service = ServiceBuilder::new()
///     .concurrency_limit(8)
///     .map_request(|mut request: HttpRequest| {
///         request.headers_mut().insert("x-team", HeaderValue::from_static("storage"));
///         request
///     })
///     .service(TransportService::new(server));
/// let transport = TowerTransport::new(service);
/// let response = transport.send(HttpRequest::default()).await?;
/// assert_eq!(response.headers()["x-team"], "storage");
/// # Ok(())
/// # }
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(example())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct TowerTransport<S> {
    /// The service, locked only while it is cloned. Many services are `Send` but not `Sync`.
    service: Mutex<S>,
}

impl<S> TowerTransport<S> {
    /// Creates a transport that sends through `service`.
    pub fn new(service: S) -> Self {
        Self { service: Mutex::new(service) }
    }
}

impl<S: Clone> TowerTransport<S> {
    fn service(&self) -> S {
        crate::lock::lock(&self.service).clone()
    }
}

#[async_trait]
impl<S, B> Transport for TowerTransport<S>
where
    S: Service<HttpRequest, Response = http::Response<B>> + Clone + Send,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: http_body::Body + Send + 'static,
    B::Error: Into<BoxError>,
{
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let mut service = self.service();
        let ready = poll_fn(|cx| service.poll_ready(cx)).await;
        ready.map_err(|error| failed(error, TransportError::not_sent))?;
        let response = service.call(request).await;
        let response = response.map_err(|error| failed(error, TransportError::maybe_sent))?;
        Ok(response.map(Body::from_http_body))
    }
}

type BoxError = Box<dyn Error + Send + Sync>;

/// Returns the error itself if it is a [`TransportError`], or else the result of `other`.
fn failed(error: impl Into<BoxError>, other: fn(BoxError) -> TransportError) -> TransportError {
    error.into().downcast().map_or_else(other, |error| *error)
}

impl<S: Clone> Clone for TowerTransport<S> {
    fn clone(&self) -> Self {
        Self::new(self.service())
    }
}

impl<S> fmt::Debug for TowerTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TowerTransport").finish_non_exhaustive()
    }
}

/// Adapts a [`Transport`] to a [`Service`] of tower that is always ready. A clone is cheap and shares the transport.
///
/// See [`TowerTransport`] for an example and for the reverse direction.
#[derive(Clone)]
pub struct TransportService {
    transport: Arc<dyn Transport>,
}

impl TransportService {
    /// Creates a service that sends through `transport`.
    pub fn new(transport: impl Transport + 'static) -> Self {
        Self { transport: Arc::new(transport) }
    }
}

impl Service<HttpRequest> for TransportService {
    type Response = HttpResponse;
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequest) -> Self::Future {
        let transport = Arc::clone(&self.transport);
        Box::pin(async move { transport.send(request).await })
    }
}

impl fmt::Debug for TransportService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportService").finish_non_exhaustive()
    }
}
