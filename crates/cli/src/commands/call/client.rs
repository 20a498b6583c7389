//! The client of a call, configured from the environment or connected to the sandbox.

use hwc_api::{Client, ClientBuilder, Service, is_loopback};

use crate::arguments::CallOptions;
use crate::failure::Failure;
use crate::sandbox;
use crate::ticket::when::Zone;

/// Returns the client for a call of `service`.
pub(crate) fn client(options: &CallOptions, service: &Service) -> Result<Client, Failure> {
    Ok(builder(options, service)?.build()?)
}

/// Returns the builder of that client.
pub(crate) fn builder(options: &CallOptions, service: &Service) -> Result<ClientBuilder, Failure> {
    let mut builder = match options.sandbox {
        true => sandbox::client_builder()?,
        false => ClientBuilder::from_env_with(&|name| std::env::var(name).ok()),
    };
    if let Some(endpoint) = &options.endpoint {
        // A loopback endpoint is a sandbox, which serves all services.
        builder = match is_loopback(endpoint) {
            true => builder.default_endpoint(endpoint),
            false => builder.endpoint(service.id, endpoint),
        };
    }
    if let Some(attempts) = options.max_attempts {
        builder = builder.max_attempts(attempts);
    }
    if let Some(region) = &options.region {
        builder = builder.region(service.id, region);
    }
    Ok(builder)
}

/// Validates the time zone, unless validation is switched off.
pub(crate) fn check_time_zone(options: &CallOptions) -> Result<(), Failure> {
    let mut zones = settings(options).filter(|(name, _)| *name == "time_zone" && !options.no_validate);
    zones.try_for_each(|(_, zone)| Zone::new(Some(zone)).map(drop))
}

/// Returns the settings that have options of their own, with the value of each option.
pub(crate) fn settings(options: &CallOptions) -> impl Iterator<Item = (&str, &str)> {
    let named = [
        ("language", &options.language),
        ("time_zone", &options.time_zone),
        ("project_id", &options.project_id),
        ("workspace_id", &options.workspace_id),
    ];
    let named = named.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
    named.chain(options.setting.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}
