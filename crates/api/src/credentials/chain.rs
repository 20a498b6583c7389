//! The credentials chain: the builder, the environment, the profile file, and the metadata service of the machine.
//! The first source that has credentials is used. If no source has any, the error lists the result of each one.

use std::fmt;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::{Arc, OnceLock};

use hwc_wire::{AuthScheme, Service};

use super::profile::ProfileFileError;
use super::{
    Credentials, CredentialsProvider, CredentialsRequest, Found, KooDriveCredentials, Missing, ProfileFile, Variables,
    metadata,
};
use crate::client::ClientInner;
use crate::error::Error;
use crate::execute::within;

/// The configured sources of credentials.
#[derive(Clone, Default)]
pub(crate) struct Given {
    pub(crate) iam: Option<Source<Credentials>>,
    pub(crate) drive: Option<Source<KooDriveCredentials>>,
    pub(crate) surroundings: Option<Surroundings>,
}

/// Credentials set on the builder, or a provider of them.
#[derive(Clone)]
pub(crate) enum Source<C> {
    Fixed(C),
    Provider(Arc<dyn CredentialsProvider<C>>),
}

/// Credentials that can be validated.
pub(crate) trait Checked: fmt::Debug + Send {
    fn checked(&self) -> Result<Found, String>;
}

impl Checked for Credentials {
    fn checked(&self) -> Result<Found, String> {
        self.check()
    }
}

impl Checked for KooDriveCredentials {
    fn checked(&self) -> Result<Found, String> {
        self.check()
    }
}

impl Given {
    /// Returns the project from the environment.
    pub(super) fn project_id(&self) -> Option<&str> {
        self.surroundings.as_ref()?.variables.get("HUAWEICLOUD_SDK_PROJECT_ID")
    }

    /// Validates the credentials set on the builder. Those from the environment and files are validated on use.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.iam.as_ref().map_or(Ok(()), Source::check)?;
        self.drive.as_ref().map_or(Ok(()), Source::check)
    }
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Given");
        shown.field("iam", &self.iam).field("koodrive", &self.drive);
        shown.field("environment", &self.surroundings.is_some()).finish()
    }
}

impl<C: Checked + 'static> Source<C> {
    fn check(&self) -> Result<(), String> {
        match self {
            Self::Fixed(credentials) => credentials.checked().map(drop),
            Self::Provider(_) => Ok(()),
        }
    }

    async fn find(&self, config: &ClientInner, service: &'static Service) -> Result<Found, Error> {
        match self {
            Self::Fixed(credentials) => credentials.checked().map_err(Error::credentials),
            Self::Provider(provider) => {
                let wanted = CredentialsRequest { service, transport: Arc::clone(&config.transport) };
                let given = provider.credentials(&wanted).await.map_err(Error::provider)?;
                let found = given.checked();
                let found = found.map_err(|why| Error::credentials(format!("what the provider gave: {why}")))?;
                Ok(Found { renewable: true, ..found })
            }
        }
    }
}

impl<C: fmt::Debug> fmt::Debug for Source<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(credentials) => credentials.fmt(f),
            Self::Provider(_) => f.write_str("provider"),
        }
    }
}

/// The environment and files of the machine, for clients that read them.
#[derive(Clone)]
pub(crate) struct Surroundings {
    pub(crate) variables: Variables,
    /// The profile file set on the builder.
    path: Option<PathBuf>,
    /// True if the environment and the metadata service are read.
    environment: bool,
    profile: Arc<OnceLock<Result<Option<ProfileFile>, ProfileFileError>>>,
}

impl Surroundings {
    pub(crate) fn new(variables: Variables) -> Self {
        Self { variables, path: None, environment: true, profile: Arc::default() }
    }

    /// Returns surroundings without environment and metadata service, to which a profile file can be added.
    pub(crate) fn none() -> Self {
        Self { environment: false, ..Self::new(Variables::default()) }
    }

    /// Sets the profile file.
    pub(crate) fn with_profile(self, path: PathBuf) -> Self {
        Self { path: Some(path), profile: Arc::default(), ..self }
    }

    fn profile_path(&self) -> Option<PathBuf> {
        self.path.clone().or_else(|| self.variables.profile_path())
    }

    /// Returns the profile file, which is read on first use.
    fn profile(&self) -> Result<Option<&ProfileFile>, &ProfileFileError> {
        self.profile.get_or_init(|| self.read_profile()).as_ref().map(Option::as_ref)
    }

    /// Returns the settings of the profile file, other than credentials. An invalid file is ignored with a warning. Callers
    /// with credentials from another source do not need the file. All others get an error from the credentials chain.
    pub(crate) fn settings(&self) -> Option<&ProfileFile> {
        self.profile().unwrap_or_else(|error| {
            tracing::warn!(target: "hwc_api", place = self.profile_name(), %error, "the profile file is not used");
            None
        })
    }

    fn read_profile(&self) -> Result<Option<ProfileFile>, ProfileFileError> {
        let Some(path) = self.profile_path() else { return Ok(None) };
        let profile = ProfileFile::load(&path)?;
        if profile.is_some() && is_open_to_others(&path) {
            let place = self.profile_name();
            tracing::warn!(target: "hwc_api", place, "other users can read the profile file: set its mode to 0600");
        }
        Ok(profile)
    }

    fn profile_name(&self) -> String {
        match self.profile_path() {
            Some(path) => format!("profile file {}", path.display()),
            None => "profile file (neither HOME nor USERPROFILE is set)".to_owned(),
        }
    }
}

/// Returns true if the group or others can read the file.
#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|facts| std::os::unix::fs::MetadataExt::mode(&facts) & 0o044 != 0)
}

/// Returns false: on other systems, a file in a home directory is private unless it was shared explicitly.
#[cfg(not(unix))]
fn is_open_to_others(_: &Path) -> bool {
    false
}

/// Finds the credentials for a service.
pub(super) async fn find(config: &ClientInner, service: &'static Service) -> Result<Found, Error> {
    let given = &config.given;
    match (&given.drive, &given.iam, service.scheme) {
        (Some(source), _, AuthScheme::Bearer) => return source.find(config, service).await,
        (_, Some(source), AuthScheme::IamAccount | AuthScheme::IamProject) => {
            return source.find(config, service).await;
        }
        _ => {}
    }
    match &given.surroundings {
        Some(surroundings) => around(config, surroundings, service).await,
        None => Err(Error::credentials(match service.scheme {
            AuthScheme::Bearer => "none were given: use `.koodrive_credentials(..)` of the client's builder",
            _ => "none were given: use `.credentials(..)` of the client's builder",
        })),
    }
}

async fn around(config: &ClientInner, surroundings: &Surroundings, service: &'static Service) -> Result<Found, Error> {
    let mut tried = Vec::new();
    if surroundings.environment {
        let found = surroundings.variables.credentials(service.scheme);
        if let Some(found) = weigh(found, "environment", &mut tried)? {
            return Ok(found);
        }
    }
    let found = from_profile(surroundings, service);
    if let Some(found) = weigh(found, &surroundings.profile_name(), &mut tried)? {
        return Ok(found);
    }
    if service.scheme != AuthScheme::Bearer && surroundings.environment {
        let found = from_metadata(config, surroundings).await.map_err(Missing::Nothing);
        if let Some(found) = weigh(found, "metadata service", &mut tried)? {
            return Ok(found);
        }
    }
    Err(Error::credentials(format!("none were found; {}", tried.join("; "))))
}

/// Returns the credentials of a source, or records the reason for their absence in `tried`. Unusable credentials are an
/// error.
fn weigh(found: Result<Found, Missing>, place: &str, tried: &mut Vec<String>) -> Result<Option<Found>, Error> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Missing::Nothing(why)) => {
            tried.push(format!("{place}: {why}"));
            Ok(None)
        }
        Err(Missing::Unusable(why)) => Err(Error::credentials(format!("{place}: {why}"))),
    }
}

/// Returns the credentials of the profile file. A file that cannot be opened counts as missing. A file that can be opened
/// but is invalid is an error, because it was put there on purpose.
fn from_profile(surroundings: &Surroundings, service: &Service) -> Result<Found, Missing> {
    match surroundings.profile() {
        Ok(Some(profile)) => profile.credentials(service),
        Ok(None) => Err(Missing::Nothing("there is none".to_owned())),
        Err(error @ ProfileFileError::Unreadable(_)) => Err(Missing::Nothing(error.to_string())),
        Err(error) => Err(Missing::Unusable(error.to_string())),
    }
}

async fn from_metadata(config: &ClientInner, surroundings: &Surroundings) -> Result<Found, String> {
    if surroundings.variables.no_metadata() {
        return Err("switched off by HWC_METADATA_DISABLED".to_owned());
    }
    let asking = pin!(metadata::credentials(&*config.transport));
    let asked = within(&*config.clock, metadata::TIME, asking).await;
    asked.unwrap_or_else(|| Err(format!("no answer within {:?}; this is no cloud server", metadata::TIME)))
}
