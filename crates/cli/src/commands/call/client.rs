//! The client of a call, configured from the environment or connected to the sandbox.

use hwc_api::{Client, ClientBuilder, Service};

use crate::args::time::Zone;
use crate::commands::call::flags::CallFlags;
use crate::error::CliError;

/// Returns the client for a call of `service`.
pub(crate) fn client(options: &CallFlags, service: &Service) -> Result<Client, CliError> {
    Ok(builder(options, service)?.build()?)
}

/// Returns the builder of that client.
fn builder(options: &CallFlags, service: &Service) -> Result<ClientBuilder, CliError> {
    let builder = options.connection.configure(options.connection.builder(service)?);
    Ok(match &options.region {
        Some(region) => builder.region(service.id, region),
        None => builder,
    })
}

/// Validates the time zone, unless validation is switched off.
pub(crate) fn check_time_zone(options: &CallFlags) -> Result<(), CliError> {
    let mut zones = settings(options).filter(|(name, _)| *name == "time_zone" && !options.no_validate);
    zones.try_for_each(|(_, zone)| Zone::new(Some(zone)).map(drop))
}

/// Returns the settings that have options of their own, with the value of each option.
pub(crate) fn settings(options: &CallFlags) -> impl Iterator<Item = (&str, &str)> {
    let named = [
        ("language", &options.language),
        ("time_zone", &options.time_zone),
        ("project_id", &options.project_id),
        ("workspace_id", &options.workspace_id),
    ];
    let named = named.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
    named.chain(options.setting.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}
