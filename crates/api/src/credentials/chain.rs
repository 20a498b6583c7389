//! Where credentials are looked for, one place after the other: what the program gave, the environment, the profile file,
//! the metadata service of the machine. The first place that has some wins; if none has, each is named with what it said.

use std::fmt;
use std::sync::{Arc, OnceLock};

use hwc_transport::Transport;
use hwc_wire::{Scheme, Service};

use super::{CredentialProvider, Credentials, DriveCredentials, Found, Profile, Variables, metadata};
use crate::client::Config;
use crate::error::Error;
use crate::execute::within;

/// What there is to find credentials in.
#[derive(Clone, Default)]
pub(crate) struct Given {
    pub(crate) iam: Option<Source>,
    pub(crate) drive: Option<DriveCredentials>,
    pub(crate) surroundings: Option<Surroundings>,
}

/// What a program gives for the services that go by IAM.
#[derive(Clone)]
pub(crate) enum Source {
    Fixed(Credentials),
    Provider(Arc<dyn CredentialProvider>),
}

impl Given {
    /// Checks what a program gave. What is around is checked when it is needed.
    pub(crate) fn check(&self) -> Result<(), String> {
        if let Some(Source::Fixed(credentials)) = &self.iam {
            credentials.check()?;
        }
        self.drive.as_ref().map_or(Ok(()), |drive| drive.check().map(drop))
    }
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Given");
        match &self.iam {
            Some(Source::Fixed(credentials)) => shown.field("iam", credentials),
            Some(Source::Provider(_)) => shown.field("iam", &"provider"),
            None => &mut shown,
        };
        shown.field("koodrive", &self.drive).field("environment", &self.surroundings.is_some()).finish()
    }
}

/// The environment and the files of the machine, for clients that go by them.
#[derive(Clone)]
pub(crate) struct Surroundings {
    pub(crate) variables: Variables,
    profile: OnceLock<Result<Option<Profile>, String>>,
}

impl Surroundings {
    pub(crate) fn new(variables: Variables) -> Self {
        Self { variables, profile: OnceLock::new() }
    }

    /// The profile file, which is read when it is needed first.
    pub(crate) fn profile(&self) -> Result<Option<&Profile>, String> {
        let read = || match self.variables.profile_path() {
            Some(path) => Profile::open(&path).map_err(|error| error.to_string()),
            None => Ok(None),
        };
        self.profile.get_or_init(read).as_ref().map(Option::as_ref).map_err(Clone::clone)
    }

    fn profile_name(&self) -> String {
        match self.variables.profile_path() {
            Some(path) => format!("profile file {}", path.display()),
            None => "profile file".to_owned(),
        }
    }
}

/// Finds the credentials for a service.
pub(super) async fn find(config: &Config, service: &'static Service) -> Result<Found, Error> {
    let given = &config.given;
    if let (Some(drive), Scheme::Bearer) = (&given.drive, service.scheme) {
        return drive.check().map_err(Error::credentials);
    }
    if let (Some(source), Scheme::IamAccount | Scheme::IamProject) = (&given.iam, service.scheme) {
        return from_source(&*config.transport, source).await;
    }
    match &given.surroundings {
        Some(surroundings) => around(config, surroundings, service).await,
        None => Err(Error::credentials(match service.scheme {
            Scheme::Bearer => "none were given: use `.koodrive_credentials(..)` of the client's builder",
            _ => "none were given: use `.credentials(..)` of the client's builder",
        })),
    }
}

async fn from_source(transport: &dyn Transport, source: &Source) -> Result<Found, Error> {
    match source {
        Source::Fixed(credentials) => credentials.check().map_err(Error::credentials),
        Source::Provider(provider) => {
            let given = provider.credentials(transport).await;
            let given = given.map_err(|error| Error::credentials(format!("the provider failed: {error}")))?;
            let found = given.check().map_err(|why| Error::credentials(format!("what the provider gave: {why}")))?;
            Ok(Found { renewable: true, ..found })
        }
    }
}

async fn around(config: &Config, surroundings: &Surroundings, service: &'static Service) -> Result<Found, Error> {
    let mut tried = Vec::new();
    match surroundings.variables.credentials(service.scheme) {
        Ok(found) => return Ok(found),
        Err(why) => tried.push(format!("environment: {why}")),
    }
    match from_profile(surroundings, service) {
        Ok(found) => return Ok(found),
        Err(why) => tried.push(format!("{}: {why}", surroundings.profile_name())),
    }
    if service.scheme != Scheme::Bearer {
        match from_metadata(config, surroundings).await {
            Ok(found) => return Ok(found),
            Err(why) => tried.push(format!("metadata service: {why}")),
        }
    }
    Err(Error::credentials(format!("none were found; {}", tried.join("; "))))
}

fn from_profile(surroundings: &Surroundings, service: &Service) -> Result<Found, String> {
    match surroundings.profile()? {
        Some(profile) => profile.credentials(service),
        None => Err("there is none".to_owned()),
    }
}

async fn from_metadata(config: &Config, surroundings: &Surroundings) -> Result<Found, String> {
    if surroundings.variables.no_metadata() {
        return Err("switched off by HWC_METADATA_DISABLED".to_owned());
    }
    let asked = within(&*config.clock, metadata::TIME, metadata::credentials(&*config.transport)).await;
    asked.unwrap_or_else(|| Err(format!("no answer within {:?}; this is no cloud server", metadata::TIME)))
}
