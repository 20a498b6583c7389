//! The client of a call: as the environment describes it, or with the sandbox in place of the services.

use hwc_api::{Client, ClientBuilder, Service, is_loopback};

use crate::arguments::CallOptions;
use crate::failure::Failure;
use crate::sandbox;

/// The client for a call of `service`.
pub(crate) fn client(options: &CallOptions, service: &Service) -> Result<Client, Failure> {
    Ok(builder(options, service)?.build()?)
}

/// What that client is made of.
pub(crate) fn builder(options: &CallOptions, service: &Service) -> Result<ClientBuilder, Failure> {
    let mut builder = match options.sandbox {
        true => sandbox::client_builder()?,
        false => ClientBuilder::from_lookup(&|name| std::env::var(name).ok()),
    };
    if let Some(endpoint) = &options.endpoint {
        // On this machine it is a sandbox, which is all services.
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

/// The settings that have options of their own, each with the option's value.
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
