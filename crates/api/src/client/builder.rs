//! Puts a client together and checks what it is made of.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use hwc_transport::Transport;
use hwc_transport::clock::Clock;
use hwc_wire::{Mode, Secret};

use super::place::{Places, checked_for};
use super::services::Services;
use super::skew::Skew;
use super::{Client, Config};
use crate::credentials::{CredentialProvider, Credentials, DriveCredentials, Given, Source, Surroundings, Variables};
use crate::error::Error;
use crate::execute::{Budget, RateControl};
use crate::few::Few;

/// Settings of a [`Client`].
#[must_use = "nothing is made before `build`"]
pub struct ClientBuilder {
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    places: Places,
    given: Given,
    rates: Few<f64>,
    rate_control: RateControl,
    settings: Few<String>,
    timeout: Duration,
    attempt_timeout: Duration,
    stall_timeout: Duration,
    max_attempts: u32,
    check_limits: bool,
    mode: Mode,
    max_body: usize,
}

impl ClientBuilder {
    pub(super) fn new() -> Self {
        Self {
            transport: None,
            clock: None,
            places: Places::default(),
            given: Given::default(),
            rates: Few::default(),
            rate_control: RateControl::default(),
            settings: Few::default(),
            timeout: Duration::from_secs(60),
            attempt_timeout: Duration::from_secs(30),
            stall_timeout: Duration::from_secs(15),
            max_attempts: 4,
            check_limits: true,
            mode: Mode::Tolerant,
            max_body: 64 << 20,
        }
    }

    /// Sends through `transport`. The one for real servers if not set (feature `reqwest`).
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Takes time from `clock`. The clock of the system if not set (feature `tokio`, part of `reqwest`).
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Calls the service with the short name `service` (`osm`, `koodrive`, `insight`, `iam`) at this address, as in
    /// `http://127.0.0.1:1234`, in place of that of its region.
    ///
    /// If it is on this machine, calls to services without an endpoint of their own fail, those to IAM for signing in too:
    /// nothing meant for a sandbox leaves the machine. [`default_endpoint`](Self::default_endpoint) sets all services.
    pub fn endpoint(mut self, service: impl Into<String>, url: impl Into<String>) -> Self {
        self.places.endpoints.set(service, url.into());
        self
    }

    /// Calls the service with the short name `service` in this region, as in `cn-south-1`. A service that is not there
    /// is an error of its first call.
    pub fn region(mut self, service: impl Into<String>, region: impl Into<String>) -> Self {
        self.places.regions.set(service, region.into());
        self
    }

    /// The region of all services that none is named for. Services that are in one place only are called there.
    pub fn default_region(mut self, region: impl Into<String>) -> Self {
        self.places.region = Some(region.into());
        self
    }

    /// Who calls OSM, DataArts Insight and IAM.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.given.iam = Some(Source::Fixed(credentials));
        self
    }

    /// What tells who calls OSM, DataArts Insight and IAM: a source of your own.
    pub fn credential_provider(mut self, provider: impl CredentialProvider + 'static) -> Self {
        self.given.iam = Some(Source::Provider(Arc::new(provider)));
        self
    }

    /// Who calls KooDrive.
    pub fn koodrive_credentials(mut self, credentials: DriveCredentials) -> Self {
        self.given.drive = Some(Source::Fixed(credentials));
        self
    }

    /// What tells who calls KooDrive: a source of your own.
    pub fn koodrive_provider(mut self, provider: impl CredentialProvider<DriveCredentials> + 'static) -> Self {
        self.given.drive = Some(Source::Provider(Arc::new(provider)));
        self
    }

    /// Goes by this profile file for what the program does not give: credentials, regions, addresses. See
    /// [`Profile`](crate::Profile) for what it holds.
    pub fn profile_file(mut self, path: impl Into<std::path::PathBuf>) -> Self {
        let surroundings = self.given.surroundings.take();
        self.given.surroundings = Some(surroundings.unwrap_or_else(Surroundings::none).with_profile(path.into()));
        self
    }

    /// The IAM token for OSM, DataArts Insight and IAM; sent as `X-Auth-Token`. Short for [`Credentials::token`].
    pub fn auth_token(self, token: impl Into<Secret>) -> Self {
        self.credentials(Credentials::token(token))
    }

    /// The access token for KooDrive, with or without `Bearer` before it; sent as `Authorization: Bearer`. Short for
    /// [`DriveCredentials::token`].
    pub fn koodrive_token(self, token: impl Into<Secret>) -> Self {
        self.koodrive_credentials(DriveCredentials::token(token))
    }

    /// Goes by these variables, and by the profile file and the metadata service that they point to.
    pub(super) fn with_surroundings(mut self, variables: Variables) -> Self {
        self.given.surroundings = Some(Surroundings::new(variables));
        self
    }

    /// Sets what services know as a setting, for those that have it; each service lists its own.
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.set(name, value.into());
        self
    }

    /// The language of texts in answers, as in `en-us`: the setting `language`.
    pub fn language(self, language: impl Into<String>) -> Self {
        self.setting("language", language)
    }

    /// The time zone of times in answers, as in `GMT+8`: the setting `time_zone`.
    pub fn time_zone(self, time_zone: impl Into<String>) -> Self {
        self.setting("time_zone", time_zone)
    }

    /// The project: the setting `project_id`.
    pub fn project_id(self, project_id: impl Into<String>) -> Self {
        self.setting("project_id", project_id)
    }

    /// The workspace of DataArts Insight: the setting `workspace_id`.
    pub fn workspace_id(self, workspace_id: impl Into<String>) -> Self {
        self.setting("workspace_id", workspace_id)
    }

    /// How long a call may take in all, retries included. A minute if not set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long one attempt of a call may take, from its sending to the last byte of the answer. Thirty seconds if not
    /// set. An attempt that takes longer is repeated if that does no harm.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// How long the body of an answer may pause before it counts as broken off; also holds for streams, which have no
    /// other limit. Fifteen seconds if not set.
    pub fn stall_timeout(mut self, timeout: Duration) -> Self {
        self.stall_timeout = timeout;
        self
    }

    /// How often a request is sent at most, where sending it again is of use and does no harm. Four times if not set; 1, or
    /// less, switches retries off. Signing in anew, learning the time and redirects are no retries.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the rate, in calls a second, at which the service with the short name `service` is called at most. Up to a second's
    /// worth may go at once, the others wait. Throttled responses do not lower it. Must be greater than 0. Default: no limit.
    pub fn rate_limit(mut self, service: impl Into<String>, calls_per_second: f64) -> Self {
        self.rates.set(service, calls_per_second);
        self
    }

    /// Sets the delays that calls to the same service cause each other. Default: [`RateControl::RetryAfter`].
    pub fn rate_control(mut self, control: RateControl) -> Self {
        self.rate_control = control;
        self
    }

    /// Sets the endpoint of all services that have none of their own, as in `http://127.0.0.1:1234`: that of a sandbox.
    pub fn default_endpoint(mut self, url: impl Into<String>) -> Self {
        self.places.endpoint = Some(url.into());
        self
    }

    /// Whether documented limits are checked before a request is sent. They are if not set.
    pub fn check_limits(mut self, check: bool) -> Self {
        self.check_limits = check;
        self
    }

    /// How strictly answers are read. Tolerantly if not set.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// How many bytes of an answer are taken into memory at most; a longer one is an error. 64 MiB if not set.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Refuses names that no service has, and settings that none knows: a mistyped endpoint would leave calls going to the
    /// real service.
    fn check_names(&self) -> Result<(), Error> {
        let mut names = self.places.endpoints.names().chain(self.places.regions.names()).chain(self.rates.names());
        if let Some(name) = names.find(|name| !hwc_models::SERVICES.iter().any(|service| service.id == *name)) {
            let known: Vec<&str> = hwc_models::SERVICES.iter().map(|service| service.id).collect();
            return Err(Error::config(format!("there is no service `{name}`, only {}", known.join(", "))));
        }
        let settings = || hwc_models::SERVICES.iter().flat_map(|service| service.settings);
        let unknown = self.settings.names().find(|name| !settings().any(|setting| setting.name == *name));
        unknown.map_or(Ok(()), |name| {
            let mut known: Vec<&str> = settings().map(|setting| setting.name).collect();
            known.sort_unstable();
            known.dedup();
            Err(Error::config(format!("no service has a setting `{name}`; there are {}", known.join(", "))))
        })
    }

    /// Makes the client. Nothing is connected or read.
    ///
    /// # Errors
    /// [`Config`](crate::ErrorKind::Config) when there is no service or setting of a name, an endpoint is no absolute `http` or `https` URL, credentials cannot be
    /// used as they are, a rate is no number above 0, or there is no transport or clock. What comes from the environment
    /// and its files is checked when a service is called first, so that it does not hurt the others.
    pub fn build(mut self) -> Result<Client, Error> {
        for (service, endpoint) in self.places.endpoints.iter_mut() {
            *endpoint = checked_for(service, endpoint)?;
        }
        if let Some(endpoint) = &mut self.places.endpoint {
            *endpoint = checked_for("all services", endpoint)?;
        }
        self.check_names()?;
        self.given.check().map_err(Error::config)?;
        if let Some((service, _)) = self.rates.iter().find(|(_, rate)| !rate.is_finite() || *rate <= 0.0) {
            return Err(Error::config(format!("the rate limit of {service} is no number above 0")));
        }
        Ok(Client(Arc::new(Config {
            transport: self.transport.map_or_else(default_transport, Ok)?,
            clock: self.clock.map_or_else(default_clock, Ok)?,
            places: self.places,
            given: self.given,
            services: Services::new(self.rates, self.rate_control),
            skew: Skew::default(),
            budget: Budget::default(),
            settings: self.settings,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
            stall_timeout: self.stall_timeout,
            max_attempts: self.max_attempts,
            check_limits: self.check_limits,
            mode: self.mode,
            max_body: self.max_body,
        })))
    }
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(hwc_transport::ReqwestTransport::new().map_err(Error::setup)?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Arc<dyn Transport>, Error> {
    Err(Error::config("there is no transport: set one with `.transport(..)`, or switch the feature `reqwest` on"))
}

#[cfg(feature = "tokio")]
fn default_clock() -> Result<Arc<dyn Clock>, Error> {
    Ok(Arc::new(hwc_transport::clock::SystemClock::new()))
}

#[cfg(not(feature = "tokio"))]
fn default_clock() -> Result<Arc<dyn Clock>, Error> {
    Err(Error::config("there is no clock: set one with `.clock(..)`, or switch the feature `tokio` on"))
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let services: Vec<&str> = self.places.endpoints.names().collect();
        f.debug_struct("ClientBuilder")
            .field("endpoints", &services)
            .field("regions", &self.places.regions)
            .field("given", &self.given)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
