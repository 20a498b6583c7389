//! Validated credentials, and the reasons for their absence.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use hwc_transport::http::HeaderValue;
use hwc_transport::sign::{AccessKeySigner, AppSigner};
use hwc_wire::Secret;

/// The reason why a source has no usable credentials.
pub(crate) enum Unavailable {
    /// The source has no credentials. The next source is tried.
    NotConfigured(String),
    /// The source has invalid or incomplete credentials. They were set on purpose, and the next source could hold those of
    /// another user, so the search ends.
    Invalid(String),
}

/// Validated credentials in the form that requests need.
pub(crate) struct ResolvedCredentials {
    pub(crate) method: AuthMethod,
    pub(crate) domain_id: Option<String>,
    pub(crate) project_id: Option<String>,
    pub(crate) expires_at: Option<SystemTime>,
    /// True if another request to the source may return different credentials.
    pub(crate) renewable: bool,
    /// The source in words: the name of a variable, a section of the profile file, or a description.
    pub(crate) source: Cow<'static, str>,
}

impl ResolvedCredentials {
    /// Sets the source.
    pub(super) fn with_source(self, source: impl Into<Cow<'static, str>>) -> Self {
        Self { source: source.into(), ..self }
    }
}

/// The kinds of validated credentials.
pub(crate) enum AuthMethod {
    /// The value of an authentication header: `X-Auth-Token` or `Authorization: Bearer`.
    Token(HeaderValue),
    /// Access keys for signatures.
    AccessKey(Arc<AccessKeySigner>),
    /// An IAM user with a password.
    Password { account: String, user: String, password: Secret },
    /// An identity provider, and a file with its ID token.
    IdTokenFile { idp_id: String, path: PathBuf },
    /// A KooDrive session, whose token can be refreshed.
    #[cfg(feature = "koodrive")]
    Session { token: Secret, session_id: Secret },
    /// The keys of a KooDrive app for signatures.
    App(Arc<AppSigner>),
}
