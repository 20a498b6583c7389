//! Connection arguments: the endpoint or the sandbox, timeouts and retries.

use std::env;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use hwc_api::transport::ReqwestTransport;
use hwc_api::{ClientBuilder, Service, Transport, is_loopback};

use super::global::GlobalArgs;
use super::values::parse_seconds;
use crate::error::CliError;
use crate::profile::config;
use crate::runtime::wire_trace::{TraceDetail, WireTrace};
use crate::sandbox;

/// The connection to a service. It applies to all subcommands.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ConnectionArgs {
    /// Use a built-in sandbox with demo data
    #[arg(long, global = true)]
    sandbox: bool,
    /// Endpoint URL; a loopback URL applies to all services
    #[arg(long, value_name = "URL", global = true, conflicts_with = "sandbox")]
    endpoint: Option<String>,
    /// Timeout per call (per page of a list) [default: 60]
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds, global = true)]
    timeout: Option<Duration>,
    /// Maximum attempts per request; 1 disables retries [default: 4]
    #[arg(long, value_name = "TIMES", value_parser = clap::value_parser!(u32).range(1..), global = true)]
    max_attempts: Option<u32>,
}

/// A client builder, and the transport that replaces its default one.
pub(crate) struct Connection {
    /// The builder, with the settings of the environment or of the sandbox.
    pub(crate) builder: ClientBuilder,
    /// The transport. `None` for the default one.
    pub(crate) transport: Option<Arc<dyn Transport>>,
    /// True for the sandbox, which has a project of its own.
    pub(crate) is_sandbox: bool,
}

impl Connection {
    /// Returns the transport, creating the default one if necessary.
    pub(crate) fn transport(&self) -> Result<Arc<dyn Transport>, CliError> {
        match &self.transport {
            Some(transport) => Ok(Arc::clone(transport)),
            None => {
                let transport = ReqwestTransport::new();
                Ok(Arc::new(transport.map_err(|error| CliError::config(crate::error::with_causes(&error)))?))
            }
        }
    }

    /// Returns the builder with the transport, traced if the command line requests it.
    pub(crate) fn into_builder(self) -> Result<ClientBuilder, CliError> {
        match TraceDetail::requested()? {
            Some(detail) => {
                let trace = WireTrace::new(self.transport()?, detail);
                Ok(self.builder.transport(trace))
            }
            None => Ok(self.builder.maybe(self.transport, ClientBuilder::transport)),
        }
    }
}

impl ConnectionArgs {
    /// Returns a client builder for `service`, configured from the environment or connected to the sandbox.
    /// [`configure`](Self::configure) sets the rest.
    pub(crate) fn builder(&self, service: &Service) -> Result<ClientBuilder, CliError> {
        self.connect(service)?.into_builder()
    }

    /// Returns a client builder like [`builder`](Self::builder), for credentials that are set on it.
    pub(crate) fn builder_without_profile(&self, service: &Service) -> Result<ClientBuilder, CliError> {
        let variable =
            |name: &str| Some(name).filter(|name| *name != "HWC_PROFILE").and_then(|name| env::var(name).ok());
        self.connect_with(service, ClientBuilder::from_env_with(&variable))?.into_builder()
    }

    /// Returns a client builder for a profile, whatever the one of the command line is.
    pub(crate) fn builder_for_profile(&self, service: &Service, profile: &str) -> Result<ClientBuilder, CliError> {
        self.connect_with(service, ClientBuilder::from_env().profile(profile))?.into_builder()
    }

    /// Returns a client builder for `service` and its transport.
    pub(crate) fn connect(&self, service: &Service) -> Result<Connection, CliError> {
        let profile = GlobalArgs::current().selected_profile();
        self.connect_with(service, ClientBuilder::from_env().maybe(profile, ClientBuilder::profile))
    }

    fn connect_with(&self, service: &Service, mut builder: ClientBuilder) -> Result<Connection, CliError> {
        // clap does not detect conflicts between options before and after a subcommand.
        if self.sandbox && self.endpoint.is_some() {
            return Err(CliError::usage("--sandbox and --endpoint cannot be used together"));
        }
        if self.sandbox {
            return sandbox::connect();
        }
        builder = builder.maybe(config::get("region"), ClientBuilder::fallback_region);
        if let Some(endpoint) = &self.endpoint {
            // A loopback endpoint is a sandbox, which serves all services.
            builder = match is_loopback(endpoint) {
                true => builder.default_endpoint(endpoint),
                false => builder.endpoint(service.id, endpoint),
            };
        }
        Ok(Connection { builder, transport: None, is_sandbox: false })
    }

    /// Returns the endpoint of a service if it is on this machine, as that of a sandbox that is served. `--sandbox` has one
    /// if a sandbox runs in the background.
    pub(crate) fn local_endpoint(&self, service: &Service) -> Result<Option<String>, CliError> {
        if self.sandbox {
            return sandbox::background_endpoint();
        }
        let names = [format!("HWC_ENDPOINT_{}", service.id.to_uppercase()), "HWC_ENDPOINT".to_owned()];
        let configured = || names.iter().find_map(|name| std::env::var(name).ok());
        Ok(self.endpoint.clone().or_else(configured).filter(|endpoint| is_loopback(endpoint)))
    }

    /// Returns the option that sets the endpoint.
    pub(crate) fn endpoint_option(&self) -> Option<&'static str> {
        match self.sandbox {
            true => Some("--sandbox"),
            false => self.endpoint.as_ref().map(|_| "--endpoint"),
        }
    }

    /// Returns the endpoint of the command line.
    #[cfg(feature = "mcp")]
    pub(crate) fn endpoint(&self) -> Option<&str> {
        self.endpoint.as_deref()
    }

    /// Uses the sandbox, whatever the command line says.
    #[cfg(feature = "mcp")]
    pub(crate) fn with_sandbox(self) -> Self {
        Self { sandbox: true, endpoint: None, ..self }
    }

    /// Returns true if `--sandbox` is set.
    pub(crate) fn uses_sandbox(&self) -> bool {
        self.sandbox
    }

    /// Sets the timeout and the number of attempts of the client.
    pub(crate) fn configure(&self, mut builder: ClientBuilder) -> ClientBuilder {
        if let Some(attempts) = self.max_attempts {
            builder = builder.max_attempts(attempts);
        }
        match self.timeout {
            Some(timeout) => builder.timeout(timeout),
            None => builder,
        }
    }
}
