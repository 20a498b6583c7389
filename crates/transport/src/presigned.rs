//! The mark of requests whose whole address is a secret.

/// Marks a request, in its extensions, as the fetch of a presigned link: whoever has its address can do the same, so
/// transports keep all of it out of logs and recordings.
///
/// ```
/// use hwc_transport::{Body, Presigned, Request};
///
/// let mut request = Request::new(Body::empty());
/// request.extensions_mut().insert(Presigned);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presigned;
