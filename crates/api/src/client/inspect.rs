//! The endpoint and the credentials that a client uses for a service, and where they come from. For diagnostics.

use hwc_wire::Service;

use super::Client;
use crate::core::SettingSource;
use crate::credentials::{AuthMethod, ResolvedCredentials, SearchError};
use crate::error::Error;

/// The endpoint of a service, as [`Client::endpoint`] returns it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointInfo {
    /// The URL without a slash at the end.
    pub url: String,
    /// The source of the URL.
    pub source: SettingSource,
    /// The region, as in `cn-north-4`.
    pub region: String,
    /// The source of the region.
    pub region_source: SettingSource,
}

/// The credentials for a service without secrets, as [`Client::find_credentials`] returns them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CredentialsInfo {
    /// The kind.
    pub kind: CredentialsKind,
    /// The access key ID, the user name, the identity provider or the app ID.
    pub id: Option<String>,
    /// The source, as in `HUAWEICLOUD_SDK_AK`, `[basic] in the profile file PATH` or `the metadata service`.
    pub source: String,
}

/// A kind of credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialsKind {
    /// A token of IAM or of KooDrive.
    Token,
    /// A permanent access key.
    AccessKey,
    /// A temporary access key with its security token.
    TemporaryAccessKey,
    /// An IAM user with a password.
    Password,
    /// An identity provider with a file that has its ID token.
    IdTokenFile,
    /// A KooDrive session, whose token is refreshed.
    KooDriveSession,
    /// A KooDrive app.
    KooDriveApp,
}

impl CredentialsKind {
    /// Returns the kind in words, as in `temporary access key`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::AccessKey => "access key",
            Self::TemporaryAccessKey => "temporary access key",
            Self::Password => "password",
            Self::IdTokenFile => "ID token file",
            Self::KooDriveSession => "koodrive session",
            Self::KooDriveApp => "koodrive app",
        }
    }
}

impl CredentialsInfo {
    fn new(credentials: ResolvedCredentials) -> Self {
        let (kind, id) = match &credentials.method {
            AuthMethod::Token(_) => (CredentialsKind::Token, None),
            AuthMethod::AccessKey(keys) => {
                let is_temporary = keys.security_token().is_some();
                let kind = if is_temporary { CredentialsKind::TemporaryAccessKey } else { CredentialsKind::AccessKey };
                (kind, Some(keys.access_key()))
            }
            AuthMethod::Password { user, .. } => (CredentialsKind::Password, Some(user.as_str())),
            AuthMethod::IdTokenFile { idp_id, .. } => (CredentialsKind::IdTokenFile, Some(idp_id.as_str())),
            #[cfg(feature = "koodrive")]
            AuthMethod::Session { .. } => (CredentialsKind::KooDriveSession, None),
            AuthMethod::App(keys) => (CredentialsKind::KooDriveApp, Some(keys.app_id())),
        };
        Self { kind, id: id.map(str::to_owned), source: credentials.source.into_owned() }
    }
}

impl Client {
    /// Returns the endpoint of a service and where it comes from. Nothing is sent.
    ///
    /// # Errors
    /// Returns [`ErrorKind::Config`](crate::ErrorKind::Config) for an invalid setting, as a call does.
    pub fn endpoint(&self, service: &'static Service) -> Result<EndpointInfo, Error> {
        let state = self.0.state(service);
        let endpoint = state.endpoint(&self.0, service)?;
        Ok(EndpointInfo {
            url: endpoint.uri.to_string().trim_end_matches('/').to_owned(),
            source: endpoint.source.clone(),
            region: endpoint.region.clone(),
            region_source: endpoint.region_source.clone(),
        })
    }

    /// Searches the credentials of a service as the first call does, and returns their kind and where they come from. `None`
    /// if no source has any.
    ///
    /// If the client reads the environment and no other source has credentials, it sends requests to the metadata service of the
    /// machine. It sends nothing else, so it does not notice credentials that the service would reject.
    ///
    /// # Errors
    /// Returns [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) if a source has invalid or incomplete credentials, and
    /// the error of a [provider](crate::CredentialsProvider).
    pub async fn find_credentials(&self, service: &'static Service) -> Result<Option<CredentialsInfo>, Error> {
        match self.0.credentials.search(self.0.search_context(), service).await {
            Ok(credentials) => Ok(Some(CredentialsInfo::new(credentials))),
            Err(SearchError::NotFound(_)) => Ok(None),
            Err(SearchError::Invalid(error)) => Err(error),
        }
    }
}
