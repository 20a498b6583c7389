//! The marker of requests to the instance metadata service, which must not pass a proxy.

/// Marks a request, in its extensions, as a request to the instance metadata service. The response contains keys.
///
/// The transports for real servers bypass any proxy for it, and a recorder passes it on without recording it.
///
/// ```
/// use hwc_transport::{Body, NoProxy, HttpRequest};
///
/// let mut request = HttpRequest::new(Body::empty());
/// request.extensions_mut().insert(NoProxy);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct NoProxy;
