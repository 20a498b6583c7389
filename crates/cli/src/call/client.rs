//! The client of a call: as the environment describes it, or with the sandbox in place of the services.

use hwc_api::{Client, ClientBuilder, Service};

use crate::arguments::CallOptions;
use crate::failure::Failure;
use crate::sandbox;

/// The client for a call of `service`.
pub(crate) fn client(options: &CallOptions, service: &Service) -> Result<Client, Failure> {
    let mut builder = match options.sandbox {
        true => sandbox::client_builder()?,
        false => ClientBuilder::from_lookup(&|name| std::env::var(name).ok()),
    };
    if let Some(endpoint) = &options.endpoint {
        builder = builder.endpoint(service.id, endpoint);
    }
    if let Some(region) = &options.region {
        builder = builder.region(service.id, region);
    }
    Ok(builder.build()?)
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
