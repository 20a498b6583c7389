//! Credentials: explicit ones, custom providers, and the chain of default sources.

mod cached;
mod chain;
mod check;
mod environment;
mod identity;
mod metadata;
mod profile;
mod proof;
#[cfg(feature = "koodrive")]
mod session;
mod sign_in;

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use async_trait::async_trait;
use hwc_transport::Transport;
use hwc_transport::sign::{AccessKeySigner, AppSigner};
use hwc_wire::{Secret, Service};

pub(crate) use chain::{Given, Source, Surroundings};
pub(crate) use environment::Variables;
pub(crate) use identity::Identity;
pub use profile::{ProfileFile, ProfileFileError};
pub(crate) use proof::{Proof, Renewal};

/// Credentials for Service Tickets, DataArts Insight and IAM.
///
/// | constructor | sent as |
/// | --- | --- |
/// | [`access_key`](Self::access_key) | a signature, valid for one request and a few minutes |
/// | [`temporary_access_key`](Self::temporary_access_key) | a signature and `X-Security-Token` |
/// | [`token`](Self::token) | `X-Auth-Token`, until it expires after at most 24 hours |
/// | [`password`](Self::password) | `X-Auth-Token`, with a token requested from IAM and renewed before it expires |
///
/// Credentials are validated when a client is built. Secrets are redacted in `Debug` output.
#[derive(Clone)]
pub struct Credentials {
    means: Means,
    domain_id: Option<String>,
    project_id: Option<String>,
    expires_at: Option<SystemTime>,
}

#[derive(Clone)]
enum Means {
    Token(Secret),
    Keys { access: String, secret: Secret, security_token: Option<Secret> },
    Password { account: String, user: String, password: Secret },
}

impl Credentials {
    /// Creates credentials from a permanent access key: its ID (AK) and its secret (SK).
    pub fn access_key(access: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self::of(Means::Keys { access: access.into(), secret: secret.into(), security_token: None })
    }

    /// Creates credentials from a temporary access key and its security token, as returned by
    /// `CreateTemporaryAccessKeyByToken`.
    pub fn temporary_access_key(
        access: impl Into<String>,
        secret: impl Into<Secret>,
        security_token: impl Into<Secret>,
    ) -> Self {
        let security_token = Some(security_token.into());
        Self::of(Means::Keys { access: access.into(), secret: secret.into(), security_token })
    }

    /// Creates credentials from an IAM token. The token is not renewed.
    pub fn token(token: impl Into<Secret>) -> Self {
        Self::of(Means::Token(token.into()))
    }

    /// Creates credentials from the password of an IAM user: the account name, the user name and the password.
    ///
    /// The client signs in when it needs a token for the first time, and again before the token expires. Users with
    /// multi-factor authentication are not supported. For them, sign in with `KeystoneCreateUserTokenByPassword` and use the
    /// token.
    pub fn password(account: impl Into<String>, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self::of(Means::Password { account: account.into(), user: user.into(), password: password.into() })
    }

    /// Sets the account ID, which is part of signed requests to Service Tickets. Default: requested from IAM.
    #[must_use]
    pub fn domain_id(mut self, id: impl Into<String>) -> Self {
        self.domain_id = Some(id.into());
        self
    }

    /// Sets the project ID, which DataArts Insight requires. The client's setting `project_id` takes precedence. Default:
    /// the project of the region, requested from IAM.
    #[must_use]
    pub fn project_id(mut self, id: impl Into<String>) -> Self {
        self.project_id = Some(id.into());
        self
    }

    /// Sets the expiry time. Shortly before it, new credentials are requested from the [provider](CredentialsProvider).
    #[must_use]
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    fn of(means: Means) -> Self {
        Self { means, domain_id: None, project_id: None, expires_at: None }
    }

    fn kind(&self) -> &'static str {
        match &self.means {
            Means::Token(_) => "token",
            Means::Keys { security_token: None, .. } => "keys",
            Means::Keys { .. } => "temporary keys",
            Means::Password { .. } => "password",
        }
    }
}

/// Prints the kind, the IDs and the expiry time.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("kind", &self.kind())
            .field("domain_id", &self.domain_id)
            .field("project_id", &self.project_id)
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

/// Credentials for KooDrive. Secrets are redacted in `Debug` output.
#[derive(Clone)]
pub struct KooDriveCredentials {
    means: DriveMeans,
    expires_at: Option<SystemTime>,
}

#[derive(Clone)]
enum DriveMeans {
    Token(Secret),
    Session { token: Secret, session_id: Secret },
    App { app_id: String, app_secret: Secret, user_id: String },
}

impl KooDriveCredentials {
    /// Creates credentials from an access token, with or without the prefix `Bearer`. The token expires after 20 minutes
    /// without a call.
    pub fn token(token: impl Into<Secret>) -> Self {
        Self::of(DriveMeans::Token(token.into()))
    }

    /// Creates credentials from an access token and its session ID, both as returned by `CreateSession`. An expired token is
    /// refreshed once, and the call is retried.
    pub fn session(token: impl Into<Secret>, session_id: impl Into<Secret>) -> Self {
        Self::of(DriveMeans::Session { token: token.into(), session_id: session_id.into() })
    }

    /// Creates credentials from an app, which signs each request on behalf of the user with the KooDrive ID `user_id`. The
    /// operations of session management do not accept these signatures.
    pub fn app(app_id: impl Into<String>, app_secret: impl Into<Secret>, user_id: impl Into<String>) -> Self {
        Self::of(DriveMeans::App { app_id: app_id.into(), app_secret: app_secret.into(), user_id: user_id.into() })
    }

    /// Sets the expiry time. Shortly before it, new credentials are requested from the [provider](CredentialsProvider).
    #[must_use]
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    fn of(means: DriveMeans) -> Self {
        Self { means, expires_at: None }
    }
}

/// Prints the kind.
impl fmt::Debug for KooDriveCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.means {
            DriveMeans::Token(_) => "token",
            DriveMeans::Session { .. } => "session",
            DriveMeans::App { .. } => "app",
        };
        f.debug_struct("DriveCredentials").field("kind", &kind).finish()
    }
}

/// A custom source of credentials, such as a vault.
///
/// The client calls the provider at the first call to a service, shortly before the credentials
/// [expire](Credentials::expires_at), and when a service rejects them as expired. Concurrent calls share a single request.
/// `C` is the type of the credentials: [`Credentials`], or [`KooDriveCredentials`] for KooDrive.
///
/// ```
/// use hwc_api::{CredentialsProvider, Credentials, CredentialsRequest, async_trait};
///
/// struct Vault;
///
/// #[async_trait]
/// impl CredentialsProvider for Vault {
///     async fn credentials(&self, wanted: &CredentialsRequest) -> Result<Credentials, Box<dyn std::error::Error + Send + Sync>> {
///         // .. request the credentials for `wanted.service` from the vault ..
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
    async fn credentials(&self, wanted: &CredentialsRequest) -> Result<C, Box<dyn std::error::Error + Send + Sync>>;
}

#[async_trait]
impl<C: Send + 'static, T: CredentialsProvider<C> + ?Sized> CredentialsProvider<C> for Arc<T> {
    async fn credentials(&self, wanted: &CredentialsRequest) -> Result<C, Box<dyn std::error::Error + Send + Sync>> {
        (**self).credentials(wanted).await
    }
}

/// The parameters of a credentials request.
#[non_exhaustive]
pub struct CredentialsRequest {
    /// The service to be called.
    pub service: &'static Service,
    /// The client's transport, for sources that use HTTP. A separate client can be built on it.
    pub transport: Arc<dyn Transport>,
}

impl fmt::Debug for CredentialsRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wanted").field("service", &self.service.id).finish_non_exhaustive()
    }
}

/// The reason why a source has no usable credentials.
pub(crate) enum Missing {
    /// The source has no credentials. The next source is tried.
    Nothing(String),
    /// The source has invalid or incomplete credentials. They were set on purpose, and the next source could hold those of
    /// another user, so the search ends.
    Unusable(String),
}

/// Validated credentials in the form that requests need.
pub(crate) struct Found {
    pub(crate) proof: FoundProof,
    pub(crate) domain_id: Option<String>,
    pub(crate) project_id: Option<String>,
    pub(crate) expires_at: Option<SystemTime>,
    /// True if another request to the source may return different credentials.
    pub(crate) renewable: bool,
}

/// The kinds of validated credentials.
pub(crate) enum FoundProof {
    /// The value of an authentication header: `X-Auth-Token` or `Authorization: Bearer`.
    Token(hwc_transport::http::HeaderValue),
    /// Access keys for signatures.
    Keys(Arc<AccessKeySigner>),
    /// An IAM user with a password.
    Password { account: String, user: String, password: Secret },
    /// A KooDrive session, whose token can be refreshed.
    #[cfg(feature = "koodrive")]
    Session { token: Secret, session_id: Secret },
    /// The keys of a KooDrive app for signatures.
    App(Arc<AppSigner>),
}
