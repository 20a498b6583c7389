//! Credentials as users give them.

use std::fmt;
use std::path::PathBuf;
use std::time::SystemTime;

use hwc_wire::Secret;

/// Credentials for Service Tickets, DataArts Insight and IAM.
///
/// | constructor | sent as |
/// | --- | --- |
/// | [`access_key`](Self::access_key) | a signature, valid for one request and a few minutes |
/// | [`temporary_access_key`](Self::temporary_access_key) | a signature and `X-Security-Token` |
/// | [`token`](Self::token) | `X-Auth-Token`, until it expires after at most 24 hours |
/// | [`password`](Self::password) | `X-Auth-Token`, with a token requested from IAM and renewed before it expires |
/// | [`id_token_file`](Self::id_token_file) | the same, with a token requested for an ID token of an identity provider |
///
/// Credentials are validated when a client is built. Secrets are redacted in `Debug` output.
#[derive(Clone)]
pub struct Credentials {
    pub(super) kind: CredentialKind,
    pub(super) domain_id: Option<String>,
    pub(super) project_id: Option<String>,
    pub(super) expires_at: Option<SystemTime>,
}

/// The kinds of credentials with their values.
#[derive(Clone)]
pub(super) enum CredentialKind {
    Token(Secret),
    AccessKey { access: String, secret: Secret, security_token: Option<Secret> },
    Password { account: String, user: String, password: Secret },
    IdTokenFile { idp_id: String, path: PathBuf },
}

impl Credentials {
    /// Creates credentials from a permanent access key: its ID (AK) and its secret (SK).
    pub fn access_key(access: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self::new(CredentialKind::AccessKey { access: access.into(), secret: secret.into(), security_token: None })
    }

    /// Creates credentials from a temporary access key and its security token, as returned by
    /// `CreateTemporaryAccessKeyByToken`.
    pub fn temporary_access_key(
        access: impl Into<String>,
        secret: impl Into<Secret>,
        security_token: impl Into<Secret>,
    ) -> Self {
        let security_token = Some(security_token.into());
        Self::new(CredentialKind::AccessKey { access: access.into(), secret: secret.into(), security_token })
    }

    /// Creates credentials from an IAM token. The token is not renewed.
    pub fn token(token: impl Into<Secret>) -> Self {
        Self::new(CredentialKind::Token(token.into()))
    }

    /// Creates credentials from the password of an IAM user: the account name, the user name and the password.
    ///
    /// The client signs in when it needs a token for the first time, and again before the token expires. Users with
    /// multi-factor authentication are not supported. For them, sign in with `KeystoneCreateUserTokenByPassword` and use the
    /// token.
    pub fn password(account: impl Into<String>, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self::new(CredentialKind::Password { account: account.into(), user: user.into(), password: password.into() })
    }

    /// Creates credentials for federated sign-in: the ID of an OpenID Connect identity provider in IAM, and the path of a file
    /// with an ID token of that provider.
    ///
    /// The client exchanges the ID token for an IAM token at the first call, and again before that one expires. It reads the
    /// file each time, because orchestrators such as Kubernetes replace the token in it. IAM issues the token for an account or
    /// a project: Service Tickets and IAM require [`domain_id`](Self::domain_id), DataArts Insight requires
    /// [`project_id`](Self::project_id).
    pub fn id_token_file(idp_id: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        Self::new(CredentialKind::IdTokenFile { idp_id: idp_id.into(), path: path.into() })
    }

    /// Sets the account ID, which is part of signed requests to Service Tickets. Default: requested from IAM, except for
    /// federated sign-in.
    #[must_use]
    pub fn domain_id(mut self, id: impl Into<String>) -> Self {
        self.domain_id = Some(id.into());
        self
    }

    /// Sets the project ID, which DataArts Insight requires. The client's setting `project_id` takes precedence. Default:
    /// the project of the region, requested from IAM, except for federated sign-in.
    #[must_use]
    pub fn project_id(mut self, id: impl Into<String>) -> Self {
        self.project_id = Some(id.into());
        self
    }

    /// Sets the expiry time. Shortly before it, new credentials are requested from the
    /// [provider](super::CredentialsProvider).
    #[must_use]
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    fn new(kind: CredentialKind) -> Self {
        Self { kind, domain_id: None, project_id: None, expires_at: None }
    }

    #[inline]
    fn kind_name(&self) -> &'static str {
        match &self.kind {
            CredentialKind::Token(_) => "token",
            CredentialKind::AccessKey { security_token: None, .. } => "access key",
            CredentialKind::AccessKey { .. } => "temporary access key",
            CredentialKind::Password { .. } => "password",
            CredentialKind::IdTokenFile { .. } => "ID token file",
        }
    }
}

/// Prints the kind, the IDs and the expiry time.
impl fmt::Debug for Credentials {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("kind", &self.kind_name())
            .field("domain_id", &self.domain_id)
            .field("project_id", &self.project_id)
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

/// Credentials for KooDrive. Secrets are redacted in `Debug` output.
#[derive(Clone)]
pub struct KooDriveCredentials {
    pub(super) kind: KooDriveCredentialKind,
    pub(super) expires_at: Option<SystemTime>,
}

/// The kinds of KooDrive credentials with their values.
#[derive(Clone)]
pub(super) enum KooDriveCredentialKind {
    Token(Secret),
    Session { token: Secret, session_id: Secret },
    App { app_id: String, app_secret: Secret, user_id: String },
}

impl KooDriveCredentials {
    /// Creates credentials from an access token, with or without the prefix `Bearer`. The token expires after 20 minutes
    /// without a call. A token of a user of a carrier keeps its prefix `AT`.
    pub fn token(token: impl Into<Secret>) -> Self {
        Self::new(KooDriveCredentialKind::Token(token.into()))
    }

    /// Creates credentials from an access token and its session ID, both as returned by `CreateSession`. An expired token is
    /// refreshed once, and the call is retried.
    pub fn session(token: impl Into<Secret>, session_id: impl Into<Secret>) -> Self {
        Self::new(KooDriveCredentialKind::Session { token: token.into(), session_id: session_id.into() })
    }

    /// Creates credentials from an app, which signs each request on behalf of the user with the KooDrive ID `user_id`. The
    /// operations of session management do not accept these signatures.
    pub fn app(app_id: impl Into<String>, app_secret: impl Into<Secret>, user_id: impl Into<String>) -> Self {
        Self::new(KooDriveCredentialKind::App {
            app_id: app_id.into(),
            app_secret: app_secret.into(),
            user_id: user_id.into(),
        })
    }

    /// Sets the expiry time. Shortly before it, new credentials are requested from the
    /// [provider](super::CredentialsProvider).
    #[must_use]
    #[inline]
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    fn new(kind: KooDriveCredentialKind) -> Self {
        Self { kind, expires_at: None }
    }
}

/// Prints the kind.
impl fmt::Debug for KooDriveCredentials {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.kind {
            KooDriveCredentialKind::Token(_) => "token",
            KooDriveCredentialKind::Session { .. } => "session",
            KooDriveCredentialKind::App { .. } => "app",
        };
        f.debug_struct("KooDriveCredentials").field("kind", &kind).finish()
    }
}
