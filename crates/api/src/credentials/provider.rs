//! Custom sources of credentials.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use hwc_transport::Transport;
use hwc_transport::clock::Clock;
use hwc_wire::Service;

use super::Credentials;

/// The error of a [`CredentialsProvider`]: any error, converted by `?`.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// A custom source of credentials, such as a vault.
///
/// The client calls the provider at the first call to a service, shortly before the credentials
/// [expire](Credentials::expires_at), and when a service rejects them as expired. Concurrent calls share a single request.
/// `C` is the type of the credentials: [`Credentials`], or [`KooDriveCredentials`](super::KooDriveCredentials) for KooDrive.
///
/// Any `Fn(CredentialsRequest) -> impl Future<Output = Result<C, BoxError>>` that is `Send + Sync` is a
/// provider. So is an `Arc` of a provider. A closure with state clones it into an `async move` block: async closures that
/// capture do not implement `Fn`.
///
/// ```
/// use hwc_api::{BoxError, Credentials, CredentialsProvider, CredentialsRequest, async_trait};
///
/// struct Vault;
///
/// #[async_trait]
/// impl CredentialsProvider for Vault {
///     async fn credentials(&self, request: &CredentialsRequest) -> Result<Credentials, BoxError> {
///         // .. request the credentials for `request.service` from the vault ..
///         Ok(Credentials::access_key("an-access-key", "its secret"))
///     }
/// }
/// ```
#[async_trait]
pub trait CredentialsProvider<C: Send = Credentials>: Send + Sync {
    /// Returns credentials.
    ///
    /// # Errors
    /// Returns any error that prevents it. The error is part of the message of the failed call, so it must not contain
    /// secrets.
    async fn credentials(&self, request: &CredentialsRequest) -> Result<C, BoxError>;
}

#[async_trait]
impl<C: Send + 'static, T: CredentialsProvider<C> + ?Sized> CredentialsProvider<C> for Arc<T> {
    async fn credentials(&self, request: &CredentialsRequest) -> Result<C, BoxError> {
        (**self).credentials(request).await
    }
}

#[async_trait]
impl<C, F, Fut> CredentialsProvider<C> for F
where
    C: Send + 'static,
    F: Fn(CredentialsRequest) -> Fut + Send + Sync,
    Fut: Future<Output = Result<C, BoxError>> + Send,
{
    async fn credentials(&self, request: &CredentialsRequest) -> Result<C, BoxError> {
        self(request.clone()).await
    }
}

/// The parameters of a credentials request.
#[derive(Clone)]
#[non_exhaustive]
pub struct CredentialsRequest {
    /// The service to be called.
    pub service: &'static Service,
    /// The client's transport, for sources that use HTTP. A separate client can be built on it.
    pub transport: Arc<dyn Transport>,
    /// The client's clock, for timeouts and expiry times.
    pub clock: Arc<dyn Clock>,
}

impl fmt::Debug for CredentialsRequest {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CredentialsRequest").field("service", &self.service.id).finish_non_exhaustive()
    }
}
