//! The boundary between hwc and the network: a trait with a single method, so that a test, a recording or the sandbox can
//! replace a real server.

use std::future::Future;
use std::sync::Arc;

use async_trait::async_trait;

use crate::{Body, TransportError};

/// An HTTP request: method, absolute URI, headers and [`Body`].
pub type HttpRequest = http::Request<Body>;

/// An HTTP response: status, headers and [`Body`].
pub type HttpResponse = http::Response<Body>;

/// Sends HTTP requests and returns their responses.
///
/// A transport only moves bytes. Every response is an `Ok`, including redirects and 5xx statuses. An error means that no
/// response arrived. A transport does not retry, follow redirects, sign or decode.
///
/// Any `Fn(HttpRequest) -> impl Future<Output = Result<HttpResponse, TransportError>>` that is `Send + Sync` is a
/// transport. So is an `Arc` of a transport, including `Arc<dyn Transport>`, and `Box<dyn Transport>`. A closure with state clones it into an `async
/// move` block: async closures that capture do not implement `Fn`.
///
/// ```
/// use std::sync::Arc;
///
/// use hwc_transport::http::{Request, Response};
/// use hwc_transport::{Body, HttpRequest, HttpResponse, Transport, TransportError};
///
/// async fn canned(_: HttpRequest) -> Result<HttpResponse, TransportError> {
///     Ok(Response::new(Body::empty()))
/// }
///
/// async fn status(transport: impl Transport) -> Result<u16, TransportError> {
///     Ok(transport.send(Request::new(Body::empty())).await?.status().as_u16())
/// }
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let boxed: Box<dyn Transport> = Box::new(canned);
/// let shared: Arc<dyn Transport> = Arc::new(canned);
/// assert_eq!((status(canned).await?, status(boxed).await?, status(shared).await?), (200, 200, 200));
/// # Ok(())
/// # }
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(run())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[async_trait]
pub trait Transport: Send + Sync {
    /// Sends `request` and waits for the response head. The response body may still be arriving.
    ///
    /// Dropping the future cancels the request. Only connecting has a timeout: callers set their own deadline.
    ///
    /// # Errors
    ///
    /// Returns [`TransportError`]. Its [`phase`](TransportError::phase) states if the server may have received the
    /// request.
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError>;
}

#[async_trait]
impl<F, Fut> Transport for F
where
    F: Fn(HttpRequest) -> Fut + Send + Sync,
    Fut: Future<Output = Result<HttpResponse, TransportError>> + Send,
{
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        self(request).await
    }
}

#[async_trait]
impl<T: Transport + ?Sized> Transport for Arc<T> {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        (**self).send(request).await
    }
}

/// Only for trait objects, since the box of a closure is a closure.
#[async_trait]
impl Transport for Box<dyn Transport> {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        (**self).send(request).await
    }
}
