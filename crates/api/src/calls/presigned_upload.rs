//! Calls that send a body to a presigned URL.

use std::fmt;
use std::sync::Arc;

use hwc_transport::Body;
use hwc_wire::PresignedUrl;

use super::PresignedCall;
use super::setters::sending_options;
use crate::error::Error;
use crate::pipeline::{Attempt, AttemptError, ClientInner, RequestOptions};

/// A `PUT` to a presigned URL, created by [`Client::upload_presigned`](crate::Client::upload_presigned). Nothing is sent
/// before [`send`](Self::send).
///
/// Sending the same bytes to the same URL twice has the effect of sending them once, so every transient error is retried. The
/// call timeout and the attempt timeout apply up to the response.
#[derive(Clone)]
#[must_use = "nothing is sent before `send`"]
pub struct PresignedUpload(PresignedCall);

impl PresignedUpload {
    #[inline]
    pub(crate) fn new(client: Arc<ClientInner>, url: PresignedUrl, body: Body) -> Self {
        Self(PresignedCall::new(client, url).with_upload(body))
    }

    sending_options!();

    #[inline]
    fn options_mut(&mut self) -> Option<&mut RequestOptions> {
        self.0.options_mut()
    }

    /// Sends the body.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send). [`Error::service`] has the status of an error response,
    /// such as 403 if the URL has expired. Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the body
    /// can be read only once.
    #[inline]
    pub async fn send(self) -> Result<(), Error> {
        self.0.with_retries(SendBody(&self.0)).await
    }
}

/// Prints neither the URL nor the body.
impl fmt::Debug for PresignedUpload {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PresignedUpload").field(&self.0).finish()
    }
}

/// The attempts to send a body.
struct SendBody<'a>(&'a PresignedCall);

impl Attempt for SendBody<'_> {
    type Output = ();

    #[inline]
    async fn run(&mut self, _: Option<Error>) -> Result<(), AttemptError> {
        // The body of the response says nothing that its status does not.
        self.0.fetch().await.map(drop)
    }
}
