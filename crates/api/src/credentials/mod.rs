//! Who calls: what a program may give, and where it is looked for when nothing is given.

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
use hwc_transport::sign::{AccessKeys, AppKeys};
use hwc_wire::{Secret, Service};

pub(crate) use chain::{Given, Source, Surroundings};
pub(crate) use environment::Variables;
pub(crate) use identity::Identity;
pub use profile::{Profile, ProfileError};
pub(crate) use proof::{Proof, Renewal};

/// What proves who calls Service Tickets, DataArts Insight and IAM.
///
/// | made by | sent as |
/// | --- | --- |
/// | [`keys`](Self::keys) | a signature, which holds for one request and a few minutes |
/// | [`temporary_keys`](Self::temporary_keys) | a signature and `X-Security-Token` |
/// | [`token`](Self::token) | `X-Auth-Token`, until it expires after at most 24 hours |
/// | [`password`](Self::password) | `X-Auth-Token`, with a token that is asked of IAM and renewed in time |
///
/// Nothing is checked before a client is built with it. No secret of it prints.
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
    /// A permanent access key: its id (AK) and its secret (SK).
    pub fn keys(access: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self::of(Means::Keys { access: access.into(), secret: secret.into(), security_token: None })
    }

    /// A temporary access key and the security token that came with it, as `CreateTemporaryAccessKeyByToken` gives them.
    pub fn temporary_keys(
        access: impl Into<String>,
        secret: impl Into<Secret>,
        security_token: impl Into<Secret>,
    ) -> Self {
        let security_token = Some(security_token.into());
        Self::of(Means::Keys { access: access.into(), secret: secret.into(), security_token })
    }

    /// An IAM token. It is not renewed.
    pub fn token(token: impl Into<Secret>) -> Self {
        Self::of(Means::Token(token.into()))
    }

    /// An IAM user: the name of the account, the name of the user in it, and the user's password.
    ///
    /// The client signs in when a token is needed first, and again before it expires. Users that need a code from a
    /// device for that cannot be used here: sign in with `KeystoneCreateUserTokenByPassword` and give the token.
    pub fn password(account: impl Into<String>, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self::of(Means::Password { account: account.into(), user: user.into(), password: password.into() })
    }

    /// The id of the account, which signatures for Service Tickets tell. It is asked of IAM if not set.
    #[must_use]
    pub fn domain_id(mut self, id: impl Into<String>) -> Self {
        self.domain_id = Some(id.into());
        self
    }

    /// The id of the project, which DataArts Insight wants. The client's setting `project_id` goes before it; if neither
    /// is set, the project of the region is asked of IAM.
    #[must_use]
    pub fn project_id(mut self, id: impl Into<String>) -> Self {
        self.project_id = Some(id.into());
        self
    }

    /// When they end; the [provider](CredentialProvider) is asked for others a little before.
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

/// Shows the kind and the ids.
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

/// What proves who calls KooDrive. No secret of it prints.
#[derive(Clone)]
pub struct DriveCredentials {
    means: DriveMeans,
    expires_at: Option<SystemTime>,
}

#[derive(Clone)]
enum DriveMeans {
    Token(Secret),
    Session { token: Secret, session_id: Secret },
    App { app_id: String, app_secret: Secret, user_id: String },
}

impl DriveCredentials {
    /// An access token, with or without `Bearer` before it. It lapses after 20 minutes without a call.
    pub fn token(token: impl Into<Secret>) -> Self {
        Self::of(DriveMeans::Token(token.into()))
    }

    /// An access token and the id of its session, both as `CreateSession` gives them. A token that has lapsed is
    /// refreshed once, and the call repeated.
    pub fn session(token: impl Into<Secret>, session_id: impl Into<Secret>) -> Self {
        Self::of(DriveMeans::Session { token: token.into(), session_id: session_id.into() })
    }

    /// An app, which signs each request in the name of the user with the KooDrive id `user_id`. Session management does
    /// not take such signatures.
    pub fn app(app_id: impl Into<String>, app_secret: impl Into<Secret>, user_id: impl Into<String>) -> Self {
        Self::of(DriveMeans::App { app_id: app_id.into(), app_secret: app_secret.into(), user_id: user_id.into() })
    }

    /// When they end; the [provider](CredentialProvider) is asked for others a little before.
    #[must_use]
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    fn of(means: DriveMeans) -> Self {
        Self { means, expires_at: None }
    }
}

/// Shows the kind.
impl fmt::Debug for DriveCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.means {
            DriveMeans::Token(_) => "token",
            DriveMeans::Session { .. } => "session",
            DriveMeans::App { .. } => "app",
        };
        f.debug_struct("DriveCredentials").field("kind", &kind).finish()
    }
}

/// A source of credentials of your own: a vault, say.
///
/// It is asked when a service is called first, again a little before what it gave [ends](Credentials::expires_at), and
/// when that is refused as expired. Calls that come meanwhile wait for the one answer. `C` is what it gives:
/// [`Credentials`], or [`DriveCredentials`] for KooDrive.
///
/// ```
/// use hwc_api::{CredentialProvider, Credentials, Wanted, async_trait};
///
/// struct Vault;
///
/// #[async_trait]
/// impl CredentialProvider for Vault {
///     async fn credentials(&self, wanted: &Wanted) -> Result<Credentials, Box<dyn std::error::Error + Send + Sync>> {
///         // .. ask the vault for what `wanted.service` needs ..
///         Ok(Credentials::keys("an-access-key", "its secret"))
///     }
/// }
/// ```
#[async_trait]
pub trait CredentialProvider<C: Send = Credentials>: Send + Sync {
    /// Gives credentials.
    ///
    /// # Errors
    /// Whatever keeps it from giving some. It is shown, so it must hold no secret.
    async fn credentials(&self, wanted: &Wanted) -> Result<C, Box<dyn std::error::Error + Send + Sync>>;
}

#[async_trait]
impl<C: Send + 'static, T: CredentialProvider<C> + ?Sized> CredentialProvider<C> for Arc<T> {
    async fn credentials(&self, wanted: &Wanted) -> Result<C, Box<dyn std::error::Error + Send + Sync>> {
        (**self).credentials(wanted).await
    }
}

/// What a [`CredentialProvider`] is asked for.
#[non_exhaustive]
pub struct Wanted {
    /// The service that is to be called.
    pub service: &'static Service,
    /// The client's transport, for sources that are asked over HTTP. A client of its own can be made with it.
    pub transport: Arc<dyn Transport>,
}

impl fmt::Debug for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wanted").field("service", &self.service.id).finish_non_exhaustive()
    }
}

/// Why a place gives no credentials.
pub(crate) enum Missing {
    /// There are none: the next place is asked.
    Nothing(String),
    /// There are some, and they are wrong or half there. Whoever put them there meant them: to go on would be to call as
    /// somebody else.
    Unusable(String),
}

/// Credentials that passed the check, as signing needs them.
pub(crate) struct Found {
    pub(crate) proof: FoundProof,
    pub(crate) domain_id: Option<String>,
    pub(crate) project_id: Option<String>,
    pub(crate) expires_at: Option<SystemTime>,
    /// Whether asking once more may give others.
    pub(crate) renewable: bool,
}

/// The sorts of credentials.
pub(crate) enum FoundProof {
    /// A header that proves it: `X-Auth-Token` or `Authorization: Bearer`.
    Token(hwc_transport::http::HeaderValue),
    /// Keys that sign.
    Keys(Arc<AccessKeys>),
    /// An IAM user who signs in.
    Password { account: String, user: String, password: Secret },
    /// A session of KooDrive, whose token can be refreshed.
    #[cfg(feature = "koodrive")]
    Session { token: Secret, session_id: Secret },
    /// An app of KooDrive, which signs.
    App(Arc<AppKeys>),
}
