//! Layers of tower around the transport of a client.

use std::sync::Arc;

use hwc_transport::{TowerTransport, Transport, TransportService};
use tower_layer::Layer;

use super::ClientBuilder;

/// Layers in the order in which they were added.
#[derive(Default)]
pub(super) struct Layers(Vec<Wrap>);

type Wrap = Box<dyn Fn(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

impl ClientBuilder {
    /// Wraps the transport in a layer of tower or tower-http. The layer that is added first is the outermost, as in
    /// tower's `ServiceBuilder`.
    ///
    /// The layer gets each attempt of a call as one request, including sign-in requests and presigned URLs. The request is
    /// signed and has its credentials, in headers that are marked as sensitive. The URL of a request with the extension
    /// [`Presigned`](hwc_transport::Presigned) is a secret too. The extensions also contain the
    /// [`&'static Operation`](crate::Operation).
    ///
    /// - The service of the layer must be `Clone` and `Send`, and its error must convert to a boxed error. The body of the
    ///   response may be of any type that implements `http_body::Body`.
    /// - A layer may add headers. If it changes the URL, the body or a header that is signed, the service rejects the
    ///   signature: the host, `Content-Type`, and headers whose names start with `X-`.
    /// - An error of the layer counts as "may have been sent", so only idempotent requests are retried.
    ///   [`TowerTransport`] lists the exceptions.
    /// - A layer that retries is unsafe: it does not know which requests are idempotent. The client retries itself.
    /// - A layer that buffers requests must not outlive them: the timeouts of the call cancel it.
    ///
    /// ```
    /// use hwc_api::http::{HeaderName, HeaderValue};
    /// use hwc_api::{Client, osm};
    /// use tower_http::set_header::SetRequestHeaderLayer;
    ///
    /// # async fn example() -> Result<(), hwc_api::Error> {
    /// # use hwc_api::transport::{HttpRequest, HttpResponse};
    /// # async fn server(request: HttpRequest) -> Result<HttpResponse, hwc_api::TransportError> {
    /// #     assert_eq!(request.headers()["traceparent"], "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    /// #     Ok(HttpResponse::new("{}".into()))
    /// # }
    /// let value = HeaderValue::from_static("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    /// let client = Client::builder()
    ///     .layer(tower::limit::ConcurrencyLimitLayer::new(8))
    ///     .layer(SetRequestHeaderLayer::overriding(HeaderName::from_static("traceparent"), value))
    ///     # .transport(server)
    ///     .auth_token("my-token")
    ///     .build()?;
    /// client.send(osm::ListCases::new()).await?;
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(example()).unwrap();
    /// ```
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<TransportService> + Send + Sync + 'static,
        TowerTransport<L::Service>: Transport + 'static,
    {
        let wrap = move |transport| -> Arc<dyn Transport> {
            Arc::new(TowerTransport::new(layer.layer(TransportService::new(transport))))
        };
        self.layers.0.push(Box::new(wrap));
        self
    }
}

impl Layers {
    /// Wraps a transport, beginning with the innermost layer.
    pub(super) fn wrap(&self, transport: Arc<dyn Transport>) -> Arc<dyn Transport> {
        self.0.iter().rev().fold(transport, |transport, wrap| wrap(transport))
    }
}
