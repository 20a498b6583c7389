//! The one seam between hwc and the network: a trait with a single method, so that a test, a recording or the sandbox
//! can stand where a real server would.

use std::future::Future;
use std::sync::Arc;

use async_trait::async_trait;

use crate::{Body, TransportError};

/// A request as it goes on the wire: method, absolute URI, headers and [`Body`].
pub type Request = http::Request<Body>;

/// An answer as it came off the wire: status, headers and [`Body`].
pub type Response = http::Response<Body>;

/// Sends one request and gives back one answer.
///
/// A transport only moves bytes. Whatever a server answers is an `Ok`, redirects and 5xx statuses included; an error
/// means that no answer came. Nothing is repeated, followed, signed or decoded here.
///
/// Any `Fn(Request) -> impl Future<Output = Result<Response, TransportError>>` that is `Send + Sync` is a transport, and
/// so is an `Arc` of a transport, `Arc<dyn Transport>` included. A closure with state clones it into an `async move`
/// block: async closures that capture are no `Fn`.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Sends `request` and waits for the head of the answer; its body may still be on its way.
    ///
    /// Dropping the future gives the request up. There is no deadline but for connecting: callers set their own.
    ///
    /// # Errors
    ///
    /// [`TransportError::phase`] tells whether the server may have seen the request.
    async fn send(&self, request: Request) -> Result<Response, TransportError>;
}

#[async_trait]
impl<F, Fut> Transport for F
where
    F: Fn(Request) -> Fut + Send + Sync,
    Fut: Future<Output = Result<Response, TransportError>> + Send,
{
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        self(request).await
    }
}

#[async_trait]
impl<T: Transport + ?Sized> Transport for Arc<T> {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        (**self).send(request).await
    }
}
