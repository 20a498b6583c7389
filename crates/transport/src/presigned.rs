//! The marker of requests for a presigned URL.

/// Marks a request, in its extensions, as a request for a presigned URL. The whole URL is a secret, since it grants
/// access to anyone who has it. Transports redact it in logs and recordings.
///
/// ```
/// use hwc_transport::{Body, Presigned, HttpRequest};
///
/// let mut request = HttpRequest::new(Body::empty());
/// request.extensions_mut().insert(Presigned);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presigned;
