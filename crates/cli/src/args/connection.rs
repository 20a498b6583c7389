//! Connection arguments: the endpoint or the built-in sandbox, timeouts and retries.

use std::time::Duration;

use clap::Args;
use hwc_api::{ClientBuilder, Service, is_loopback};

use super::values::parse_seconds;
use crate::error::CliError;
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

impl ConnectionArgs {
    /// Returns a client builder for `service`, configured from the environment or connected to the built-in sandbox.
    /// [`configure`](Self::configure) sets the rest.
    pub(crate) fn builder(&self, service: &Service) -> Result<ClientBuilder, CliError> {
        // clap does not detect conflicts between options before and after a subcommand.
        if self.sandbox && self.endpoint.is_some() {
            return Err(CliError::usage("--sandbox and --endpoint cannot be used together"));
        }
        let mut builder = match self.sandbox {
            true => sandbox::client_builder()?,
            false => ClientBuilder::from_env(),
        };
        if let Some(endpoint) = &self.endpoint {
            // A loopback endpoint is a sandbox, which serves all services.
            builder = match is_loopback(endpoint) {
                true => builder.default_endpoint(endpoint),
                false => builder.endpoint(service.id, endpoint),
            };
        }
        Ok(builder)
    }

    /// Returns the endpoint of a service if it is on this machine, as that of a sandbox that is served.
    pub(crate) fn local_endpoint(&self, service: &Service) -> Option<String> {
        if self.sandbox {
            return None;
        }
        let names = [format!("HWC_ENDPOINT_{}", service.id.to_uppercase()), "HWC_ENDPOINT".to_owned()];
        let configured = || names.iter().find_map(|name| std::env::var(name).ok());
        self.endpoint.clone().or_else(configured).filter(|endpoint| is_loopback(endpoint))
    }

    /// Returns true if the built-in sandbox is used, which ends with the command.
    #[cfg(feature = "drive")]
    pub(crate) fn is_sandbox(&self) -> bool {
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
