//! The builder of clients and the validation of its settings.

mod credentials;
mod headers;
#[cfg(feature = "tower")]
mod layers;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use hwc_transport::Transport;
use hwc_transport::clock::Clock;
use hwc_wire::DecodeMode;

use super::Client;
use crate::core::{ClockSkew, SmallMap, named_settings};
use crate::credentials::CredentialSources;
use crate::error::Error;
use crate::pipeline::{Backoff, ClientInner, EndpointConfig, RateControl, RetryBudget, ServiceStates, parse_endpoint};

/// A builder for a [`Client`].
#[must_use = "no client is created before `build`"]
pub struct ClientBuilder {
    transport: Option<Arc<dyn Transport>>,
    #[cfg(feature = "tower")]
    layers: layers::Layers,
    clock: Option<Arc<dyn Clock>>,
    endpoints: EndpointConfig,
    pub(super) credentials: CredentialSources,
    rates: SmallMap<f64>,
    rate_control: RateControl,
    settings: SmallMap<String>,
    default_headers: headers::DefaultHeaders,
    user_agent_suffix: Option<String>,
    timeout: Duration,
    attempt_timeout: Duration,
    read_timeout: Duration,
    max_attempts: u32,
    backoff: Backoff,
    validate_requests: bool,
    decode_mode: DecodeMode,
    max_response_bytes: usize,
}

impl ClientBuilder {
    pub(super) fn new() -> Self {
        Self {
            transport: None,
            #[cfg(feature = "tower")]
            layers: layers::Layers::default(),
            clock: None,
            endpoints: EndpointConfig::default(),
            credentials: CredentialSources::default(),
            rates: SmallMap::default(),
            rate_control: RateControl::default(),
            settings: SmallMap::default(),
            default_headers: headers::DefaultHeaders::default(),
            user_agent_suffix: None,
            timeout: Duration::from_secs(60),
            attempt_timeout: Duration::from_secs(30),
            read_timeout: Duration::from_secs(15),
            max_attempts: 4,
            backoff: Backoff::DEFAULT,
            validate_requests: true,
            decode_mode: DecodeMode::Lenient,
            max_response_bytes: 64 << 20,
        }
    }

    /// Sets the transport. Default: the reqwest transport (feature `network`), or without it
    /// the hyper transport (feature `hyper`).
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the clock, such as a [`ManualClock`](crate::transport::clock::ManualClock) or an `Arc` of a clock. Default: the
    /// system clock (feature `system-clock`, part of `network`).
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Sets the endpoint of the service with the short name `service` (`osm`, `koodrive`, `insight`, `iam`), such as
    /// `http://127.0.0.1:1234`. It replaces the endpoint of the service's region.
    ///
    /// If it is a loopback URL, calls to services without an endpoint of their own fail, including sign-in requests to IAM.
    /// This keeps requests meant for a sandbox on this machine. [`default_endpoint`](Self::default_endpoint) sets the
    /// endpoint of all services.
    pub fn endpoint(mut self, service: impl Into<String>, url: impl Into<String>) -> Self {
        self.endpoints.endpoints.set(service, url.into());
        self
    }

    /// Sets the region of the service with the short name `service`, such as `cn-south-1`. If the service is not available
    /// in the region, its first call fails.
    pub fn region(mut self, service: impl Into<String>, region: impl Into<String>) -> Self {
        self.endpoints.regions.set(service, region.into());
        self
    }

    /// Sets the region of all services without a region of their own. Ignored by services that have only one region.
    pub fn default_region(mut self, region: impl Into<String>) -> Self {
        self.endpoints.default_region = Some(region.into());
        self
    }

    /// Sets the region that is used if neither the builder nor the environment nor the profile file sets one. Ignored by
    /// services that have only one region. Default: the default region of the service.
    pub fn fallback_region(mut self, region: impl Into<String>) -> Self {
        self.endpoints.fallback_region = Some(region.into());
        self
    }

    /// Sets a setting by name, for each service that has it. The documentation of a service lists its settings.
    pub fn setting(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.set(name, value.into());
        self
    }

    named_settings!();

    /// Calls a setter with the value, if there is one. `None` changes nothing.
    ///
    /// ```
    /// use hwc_api::{Client, ClientBuilder};
    ///
    /// let region: Option<String> = None;
    /// let builder = Client::builder().maybe(region, ClientBuilder::default_region);
    /// # drop(builder);
    /// ```
    pub fn maybe<V>(self, value: Option<V>, set: impl FnOnce(Self, V) -> Self) -> Self {
        match value {
            Some(value) => set(self, value),
            None => self,
        }
    }

    /// Sets the timeout of a call, including retries. Default: 60 seconds.
    #[inline]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the timeout of one attempt, from sending the request to the last byte of the response. Default: 30 seconds.
    ///
    /// An attempt that times out is retried if the request is safe to repeat.
    #[inline]
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// Sets the maximum time between two chunks of a response body. Streams have no other timeout. Default: 15 seconds.
    #[inline]
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// Sets the maximum number of attempts per call, including the first. Default: 4. Set to 1 or 0 to disable retries.
    ///
    /// Only requests that are safe to repeat are retried. Renewing credentials, correcting the clock and redirects do not
    /// count against this limit.
    #[inline]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the shortest and the longest delay between two attempts. Each delay is random, up to three times as long as the
    /// previous one. Default: 200 milliseconds and 20 seconds.
    ///
    /// A delay that the service requests takes precedence if it is longer. If `longest` is below `shortest`, it counts as
    /// `shortest`.
    #[inline]
    pub fn backoff(mut self, shortest: Duration, longest: Duration) -> Self {
        self.backoff = Backoff::new(shortest, longest);
        self
    }

    /// Sets the maximum rate of calls to the service with the short name `service`, in calls per second.
    ///
    /// Bursts of up to one second's worth of calls are sent at once; further calls wait. Throttled responses do not lower
    /// the rate. Must be greater than 0. Default: no limit.
    pub fn rate_limit(mut self, service: impl Into<String>, calls_per_second: f64) -> Self {
        self.rates.set(service, calls_per_second);
        self
    }

    /// Sets the delays that calls to the same service cause each other. Default: [`RateControl::RetryAfter`].
    #[inline]
    pub fn rate_control(mut self, control: RateControl) -> Self {
        self.rate_control = control;
        self
    }

    /// Sets the endpoint of all services without an endpoint of their own, such as `http://127.0.0.1:1234` for a sandbox.
    pub fn default_endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoints.default_endpoint = Some(url.into());
        self
    }

    /// Enables or disables validation of documented constraints before a request is sent. Default: enabled.
    #[inline]
    pub fn validate_requests(mut self, enabled: bool) -> Self {
        self.validate_requests = enabled;
        self
    }

    /// Sets the mode in which responses are decoded. Default: [`DecodeMode::Lenient`].
    #[inline]
    pub fn decode_mode(mut self, mode: DecodeMode) -> Self {
        self.decode_mode = mode;
        self
    }

    /// Sets the maximum size of a response that is read into memory, in bytes. Larger responses are an error.
    /// Default: 64 MiB.
    #[inline]
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Rejects names of unknown services and unknown settings. With a mistyped name in an endpoint, calls would reach the
    /// real service.
    fn validate_names(&self) -> Result<(), Error> {
        let mut names =
            self.endpoints.endpoints.names().chain(self.endpoints.regions.names()).chain(self.rates.names());
        if let Some(name) = names.find(|name| !hwc_models::SERVICES.iter().any(|service| service.id == *name)) {
            let known: Vec<&str> = hwc_models::SERVICES.iter().map(|service| service.id).collect();
            return Err(Error::config(format!("unknown service `{name}`; known: {}", known.join(", "))));
        }
        let settings = || hwc_models::SERVICES.iter().flat_map(|service| service.settings);
        let unknown = self.settings.names().find(|name| !settings().any(|setting| setting.name == *name));
        unknown.map_or(Ok(()), |name| {
            let mut known: Vec<&str> = settings().map(|setting| setting.name).collect();
            known.sort_unstable();
            known.dedup();
            Err(Error::config(format!("unknown setting `{name}`; known: {}", known.join(", "))))
        })
    }

    /// Validates the settings and normalizes endpoints.
    fn validate(&mut self) -> Result<(), Error> {
        for (service, endpoint) in self.endpoints.endpoints.iter_mut() {
            *endpoint = parse_endpoint(service, endpoint)?;
        }
        if let Some(endpoint) = &mut self.endpoints.default_endpoint {
            *endpoint = parse_endpoint("all services", endpoint)?;
        }
        self.validate_names()?;
        self.credentials.validate().map_err(Error::config)?;
        let invalid = self.rates.iter().find(|(_, rate)| !rate.is_finite() || *rate <= 0.0);
        invalid.map_or(Ok(()), |(service, _)| {
            Err(Error::config(format!("rate limit for {service} must be greater than 0")))
        })
    }

    /// Builds the client. It connects to nothing and reads no files.
    ///
    /// Values from the environment and from files are validated at the first call to a service. An invalid value for one
    /// service does not affect the others.
    ///
    /// # Errors
    /// Returns [`ErrorKind::Config`](crate::ErrorKind::Config) if:
    ///
    /// - the name of a service or a setting is unknown
    /// - an endpoint is not an absolute `http` or `https` URL
    /// - credentials or the name of a profile are unusable as they are
    /// - a default header is invalid or reserved, or the suffix of the user agent is invalid
    /// - a rate limit is not greater than 0
    /// - the transport or the clock is missing
    pub fn build(mut self) -> Result<Client, Error> {
        self.validate()?;
        #[cfg(feature = "metrics")]
        crate::pipeline::describe_metrics();
        let user_agent = headers::user_agent(self.user_agent_suffix.as_deref())?;
        let default_headers = self.default_headers.validate()?;
        let transport = self.transport.map_or_else(default_transport, Ok)?;
        #[cfg(feature = "tower")]
        let transport = self.layers.wrap(transport);
        Ok(Client(Arc::new(ClientInner {
            transport,
            clock: self.clock.map_or_else(default_clock, Ok)?,
            endpoints: self.endpoints,
            credentials: self.credentials,
            services: ServiceStates::new(self.rates, self.rate_control),
            clock_skew: ClockSkew::default(),
            retry_budget: RetryBudget::default(),
            settings: self.settings,
            default_headers,
            user_agent,
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
            read_timeout: self.read_timeout,
            max_attempts: self.max_attempts,
            backoff: self.backoff,
            validate_requests: self.validate_requests,
            decode_mode: self.decode_mode,
            max_response_bytes: self.max_response_bytes,
        })))
    }
}

#[cfg(feature = "network")]
fn default_transport() -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(hwc_transport::ReqwestTransport::new().map_err(Error::setup)?))
}

#[cfg(all(feature = "hyper", not(feature = "network")))]
fn default_transport() -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(hwc_transport::HyperTransport::new().map_err(Error::setup)?))
}

#[cfg(not(any(feature = "hyper", feature = "network")))]
fn default_transport() -> Result<Arc<dyn Transport>, Error> {
    Err(Error::config("no transport; set one with `.transport(..)`, or enable the feature `network` or `hyper`"))
}

#[cfg(feature = "system-clock")]
fn default_clock() -> Result<Arc<dyn Clock>, Error> {
    Ok(Arc::new(hwc_transport::clock::SystemClock::new()))
}

#[cfg(not(feature = "system-clock"))]
fn default_clock() -> Result<Arc<dyn Clock>, Error> {
    Err(Error::config("no clock; set one with `.clock(..)`, or enable the feature `system-clock`"))
}

impl fmt::Debug for ClientBuilder {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let services: Vec<&str> = self.endpoints.endpoints.names().collect();
        f.debug_struct("ClientBuilder")
            .field("endpoints", &services)
            .field("regions", &self.endpoints.regions)
            .field("credentials", &self.credentials)
            .field("settings", &self.settings)
            .field("default_headers", &self.default_headers)
            .field("user_agent_suffix", &self.user_agent_suffix)
            .finish_non_exhaustive()
    }
}
