//! The client of a call, configured from the environment or connected to the sandbox.

use hwc_api::{Client, ClientBuilder, Service, is_loopback};

use crate::commands::call::CallFlags;
use crate::failure::Failure;
use crate::sandbox;
use crate::ticket::when::Zone;

/// Returns the client for a call of `service`.
pub(crate) fn client(flags: &CallFlags, service: &Service) -> Result<Client, Failure> {
    Ok(builder(flags, service)?.build()?)
}

/// Returns the builder of that client.
pub(crate) fn builder(flags: &CallFlags, service: &Service) -> Result<ClientBuilder, Failure> {
    let mut builder = match flags.sandbox {
        true => sandbox::client_builder()?,
        false => ClientBuilder::from_env_with(&|name| std::env::var(name).ok()),
    };
    if let Some(endpoint) = &flags.endpoint {
        // A loopback endpoint is a sandbox, which serves all services.
        builder = match is_loopback(endpoint) {
            true => builder.default_endpoint(endpoint),
            false => builder.endpoint(service.id, endpoint),
        };
    }
    if let Some(attempts) = flags.max_attempts {
        builder = builder.max_attempts(attempts);
    }
    if let Some(region) = &flags.region {
        builder = builder.region(service.id, region);
    }
    Ok(builder)
}

/// Validates the time zone, unless validation is switched off.
pub(crate) fn check_time_zone(flags: &CallFlags) -> Result<(), Failure> {
    let mut zones = settings(flags).filter(|(name, _)| *name == "time_zone" && !flags.no_validate);
    zones.try_for_each(|(_, zone)| Zone::new(Some(zone)).map(drop))
}

/// Returns the settings that have flags of their own, with the value of each option.
pub(crate) fn settings(flags: &CallFlags) -> impl Iterator<Item = (&str, &str)> {
    let named = [
        ("language", &flags.language),
        ("time_zone", &flags.time_zone),
        ("project_id", &flags.project_id),
        ("workspace_id", &flags.workspace_id),
    ];
    let named = named.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
    named.chain(flags.setting.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}
