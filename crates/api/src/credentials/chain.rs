//! The credentials chain: the builder, the environment, the profile file, and the metadata service of the machine.
//! The first source that has credentials is used. If no source has any, the error lists the result of each one.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;

use hwc_transport::Transport;
use hwc_transport::clock::Clock;
use hwc_wire::{AuthScheme, Service};

use super::{
    Credentials, CredentialsProvider, CredentialsRequest, Environment, KooDriveCredentials, ProfileFileError,
    ResolvedCredentials, Unavailable, metadata,
};
use crate::core::timeout;
use crate::error::Error;

/// The configured sources of credentials.
#[derive(Clone, Default)]
pub(crate) struct CredentialSources {
    pub(crate) iam: Option<CredentialsSource<Credentials>>,
    pub(crate) koodrive: Option<CredentialsSource<KooDriveCredentials>>,
    pub(crate) environment: Option<Environment>,
}

/// Credentials set on the builder, or a provider of them.
#[derive(Clone)]
pub(crate) enum CredentialsSource<C> {
    Static(C),
    Provider(Arc<dyn CredentialsProvider<C>>),
}

/// Credentials that can be validated.
pub(crate) trait Validate: fmt::Debug + Send {
    fn validate(&self) -> Result<ResolvedCredentials, String>;
}

impl Validate for Credentials {
    fn validate(&self) -> Result<ResolvedCredentials, String> {
        Self::validate(self)
    }
}

impl Validate for KooDriveCredentials {
    fn validate(&self) -> Result<ResolvedCredentials, String> {
        Self::validate(self)
    }
}

impl CredentialSources {
    /// Returns the project from the environment. It is ignored with a named profile, whose account may be another one.
    pub(crate) fn project_id(&self) -> Option<&str> {
        let environment = self.environment.as_ref().filter(|environment| environment.selected_profile().is_none());
        environment?.variables.get("HUAWEICLOUD_SDK_PROJECT_ID")
    }

    /// Validates the credentials and the profile set on the builder. Those from the environment and files are validated on
    /// use.
    pub(crate) fn validate(&self) -> Result<(), String> {
        self.iam.as_ref().map_or(Ok(()), CredentialsSource::validate)?;
        self.koodrive.as_ref().map_or(Ok(()), CredentialsSource::validate)?;
        self.environment.as_ref().map_or(Ok(()), Environment::validate)
    }
}

impl fmt::Debug for CredentialSources {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("CredentialSources");
        debug.field("iam", &self.iam).field("koodrive", &self.koodrive);
        debug.field("environment", &self.environment.is_some()).finish()
    }
}

impl<C: Validate + 'static> CredentialsSource<C> {
    fn validate(&self) -> Result<(), String> {
        match self {
            Self::Static(credentials) => credentials.validate().map(drop),
            Self::Provider(_) => Ok(()),
        }
    }

    async fn resolve(
        &self,
        context: SearchContext<'_>,
        service: &'static Service,
    ) -> Result<ResolvedCredentials, Error> {
        match self {
            Self::Static(credentials) => credentials.validate().map_err(Error::credentials),
            Self::Provider(provider) => {
                let (transport, clock) = (Arc::clone(context.transport), Arc::clone(context.clock));
                let request = CredentialsRequest { service, transport, clock };
                let credentials = provider.credentials(&request).await.map_err(Error::provider)?;
                let credentials = credentials.validate();
                let credentials = credentials.map_err(|why| Error::credentials(format!("from the provider: {why}")))?;
                Ok(ResolvedCredentials { renewable: true, ..credentials.with_source("the credentials provider") })
            }
        }
    }
}

impl<C: fmt::Debug> fmt::Debug for CredentialsSource<C> {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Static(credentials) => credentials.fmt(f),
            Self::Provider(_) => f.write_str("provider"),
        }
    }
}

/// The parts of a client that a search for credentials needs.
#[derive(Clone, Copy)]
pub(crate) struct SearchContext<'a> {
    pub(crate) transport: &'a Arc<dyn Transport>,
    pub(crate) clock: &'a Arc<dyn Clock>,
}

/// The reason why a search found no usable credentials.
pub(crate) enum SearchError {
    /// No source has any.
    NotFound(Error),
    /// A source has invalid or incomplete ones.
    Invalid(Error),
}

impl SearchError {
    fn into_error(self) -> Error {
        match self {
            Self::NotFound(error) | Self::Invalid(error) => error,
        }
    }
}

impl From<Error> for SearchError {
    fn from(error: Error) -> Self {
        Self::Invalid(error)
    }
}

impl CredentialSources {
    /// Returns the credentials for a service from the first source that has any.
    pub(crate) async fn resolve(
        &self,
        context: SearchContext<'_>,
        service: &'static Service,
    ) -> Result<ResolvedCredentials, Error> {
        self.search(context, service).await.map_err(SearchError::into_error)
    }

    /// Searches the credentials for a service.
    pub(crate) async fn search(
        &self,
        context: SearchContext<'_>,
        service: &'static Service,
    ) -> Result<ResolvedCredentials, SearchError> {
        match (&self.koodrive, &self.iam, service.scheme) {
            (Some(source), _, AuthScheme::Bearer) => return Ok(source.resolve(context, service).await?),
            (_, Some(source), AuthScheme::IamAccount | AuthScheme::IamProject) => {
                return Ok(source.resolve(context, service).await?);
            }
            _ => {}
        }
        match &self.environment {
            Some(environment) => from_environment(context, environment, service).await,
            None => Err(SearchError::NotFound(Error::credentials(match service.scheme {
                AuthScheme::Bearer => "none are set: call `.koodrive_credentials(..)` on the client's builder",
                _ => "none are set: call `.credentials(..)` on the client's builder",
            }))),
        }
    }
}

async fn from_environment(
    context: SearchContext<'_>,
    environment: &Environment,
    service: &'static Service,
) -> Result<ResolvedCredentials, SearchError> {
    if let Some(name) = environment.selected_profile() {
        let why = |why| Error::credentials(format!("profile `{name}` in the {}: {why}", environment.profile_source()));
        return from_profile(environment, service).map_err(|unavailable| match unavailable {
            Unavailable::NotConfigured(text) => SearchError::NotFound(why(text)),
            Unavailable::Invalid(text) => SearchError::Invalid(why(text)),
        });
    }
    let mut tried = Vec::new();
    if environment.reads_variables {
        let found = environment.variables.credentials(service.scheme);
        if let Some(credentials) = accept_or_record(found, "environment", &mut tried)? {
            return Ok(credentials);
        }
    }
    let found = from_profile(environment, service);
    if let Some(credentials) = accept_or_record(found, &environment.profile_source(), &mut tried)? {
        return Ok(credentials);
    }
    if service.scheme != AuthScheme::Bearer && environment.reads_variables {
        let found = from_metadata(context, environment).await.map_err(Unavailable::NotConfigured);
        if let Some(credentials) = accept_or_record(found, "metadata service", &mut tried)? {
            return Ok(credentials);
        }
    }
    Err(SearchError::NotFound(Error::credentials(format!("none were found; {}", tried.join("; ")))))
}

/// Returns the credentials of a source, or records the reason for their absence in `tried`. Unusable credentials are an
/// error.
fn accept_or_record(
    found: Result<ResolvedCredentials, Unavailable>,
    source: &str,
    tried: &mut Vec<String>,
) -> Result<Option<ResolvedCredentials>, Error> {
    match found {
        Ok(credentials) => Ok(Some(credentials)),
        Err(Unavailable::NotConfigured(why)) => {
            tried.push(format!("{source}: {why}"));
            Ok(None)
        }
        Err(Unavailable::Invalid(why)) => Err(Error::credentials(format!("{source}: {why}"))),
    }
}

/// Returns the credentials of the profile file. A file that cannot be opened counts as missing. A file that can be opened
/// but is invalid is an error, because it was put there on purpose.
fn from_profile(environment: &Environment, service: &Service) -> Result<ResolvedCredentials, Unavailable> {
    match environment.profile() {
        Ok(Some(profile)) => {
            let found = profile.view(environment.selected_profile()).credentials(service)?;
            let source = format!("{} in the {}", found.source, environment.profile_source());
            Ok(found.with_source(source))
        }
        Ok(None) => Err(Unavailable::NotConfigured("not found".to_owned())),
        Err(error @ ProfileFileError::Unreadable(_)) => Err(Unavailable::NotConfigured(error.to_string())),
        Err(error) => Err(Unavailable::Invalid(error.to_string())),
    }
}

async fn from_metadata(context: SearchContext<'_>, environment: &Environment) -> Result<ResolvedCredentials, String> {
    if environment.variables.is_metadata_disabled() {
        return Err("disabled by HWC_METADATA_DISABLED".to_owned());
    }
    let request = pin!(metadata::credentials(&**context.transport));
    let found = timeout(&**context.clock, metadata::TIMEOUT, request).await;
    found.unwrap_or_else(|| Err(format!("no response within {:?}; not a cloud server", metadata::TIMEOUT)))
}
