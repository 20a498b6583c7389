//! The mark of a request that is for the machine it runs on, and must not leave its surroundings.

/// Marks a request, in its extensions, that asks the metadata service of the machine: its answer holds keys.
///
/// [`ReqwestTransport`](crate::ReqwestTransport) sends it past any proxy, and a recorder passes it on unrecorded.
///
/// ```
/// use hwc_transport::{Body, Direct, Request};
///
/// let mut request = Request::new(Body::empty());
/// request.extensions_mut().insert(Direct);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Direct;
