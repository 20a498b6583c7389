//! Resolves the endpoint of a service: a configured one, or that of a region in its table.
//! The builder takes precedence over the environment, and the environment over the profile file. Within each of them, an
//! endpoint takes precedence over a region.

use std::borrow::Cow;

use hwc_transport::http::Uri;
use hwc_wire::{Region, Service};

use crate::core::{SettingSource, SmallMap, is_local, normalize};
use crate::credentials::Environment;
use crate::error::Error;

/// Endpoints and regions set on the builder, by the short name of the service.
#[derive(Clone, Debug, Default)]
pub(crate) struct EndpointConfig {
    /// Validated endpoints without a trailing slash.
    pub(crate) endpoints: SmallMap<String>,
    /// The endpoint of all services without one of their own.
    pub(crate) default_endpoint: Option<String>,
    pub(crate) regions: SmallMap<String>,
    /// The region of all services without one of their own.
    pub(crate) default_region: Option<String>,
    /// The region of all services for which no other source sets one.
    pub(crate) fallback_region: Option<String>,
}

/// The resolved endpoint of a service, with its region.
#[derive(Clone, Debug)]
pub(crate) struct ResolvedEndpoint {
    pub(crate) uri: Uri,
    pub(crate) source: SettingSource,
    /// The region if known, otherwise the default region.
    pub(crate) region: String,
    pub(crate) region_source: SettingSource,
}

/// A value and its source.
type Sourced<T> = (T, SettingSource);

/// The variable with the region of all services.
const REGION: &str = "HUAWEICLOUD_SDK_REGION";

/// The entry of a region table that applies to all regions without an entry.
const ANY: &str = "*";

impl EndpointConfig {
    /// Resolves the endpoint of `service`, or describes the invalid setting.
    pub(super) fn resolve(
        &self,
        environment: Option<&Environment>,
        service: &'static Service,
    ) -> Result<ResolvedEndpoint, String> {
        environment.map_or(Ok(()), Environment::check_selected_profile)?;
        let default = || (service.default_region.to_owned(), SettingSource::Default);
        let (region, region_source) = self.region(environment, service).unwrap_or_else(default);
        if let Some((endpoint, source)) = self.configured(environment, service)? {
            return Ok(ResolvedEndpoint { uri: parse(service, &endpoint)?, source, region, region_source });
        }
        let uri = parse(service, endpoint_of_region(service, &region)?)?;
        self.reject_public_endpoint(environment, service, &uri)?;
        Ok(ResolvedEndpoint { uri, source: SettingSource::Region, region, region_source })
    }

    /// Rejects the public endpoint of a service while another service is on this machine. Otherwise, a test against a
    /// sandbox would reach the real service with real credentials.
    fn reject_public_endpoint(
        &self,
        environment: Option<&Environment>,
        service: &Service,
        uri: &Uri,
    ) -> Result<(), String> {
        if is_local(uri) {
            return Ok(());
        }
        let local = hwc_models::SERVICES.iter().find_map(|other| {
            let (endpoint, _) = self.configured(environment, other).ok()??;
            let uri: Uri = endpoint.parse().ok()?;
            is_local(&uri).then(|| (other.id, uri.authority().cloned()))
        });
        local.map_or(Ok(()), |(other, authority)| {
            let (id, authority) = (service.id, authority.map(|authority| authority.to_string()).unwrap_or_default());
            Err(format!(
                "{id} has no endpoint, and that of {other} is on this machine ({authority}): set `.endpoint(\"{id}\", ..)` or \
                 HWC_ENDPOINT_{}, or `.default_endpoint(..)` or HWC_ENDPOINT for all services",
                id.to_uppercase()
            ))
        })
    }

    /// Returns the configured endpoint of a service, from any source.
    fn configured<'a>(
        &'a self,
        environment: Option<&Environment>,
        service: &Service,
    ) -> Result<Option<Sourced<Cow<'a, str>>>, String> {
        if let Some(endpoint) = self.endpoints.get(service.id).or(self.default_endpoint.as_ref()) {
            return Ok(Some((Cow::Borrowed(endpoint), SettingSource::Builder)));
        }
        if self.regions.get(service.id).is_some() || (self.default_region.is_some() && is_regional(service)) {
            return Ok(None);
        }
        match environment {
            Some(environment) => {
                let found = endpoint_in(environment, service)?;
                Ok(found.map(|(endpoint, source)| (Cow::Owned(endpoint), source)))
            }
            None => Ok(None),
        }
    }

    /// Returns the region configured for a service or for all services.
    fn region(&self, environment: Option<&Environment>, service: &Service) -> Option<Sourced<String>> {
        if let Some(region) = self.regions.get(service.id) {
            return Some((region.clone(), SettingSource::Builder));
        }
        if let Some(region) = &self.default_region {
            return Some((shared_region(service, region)?, SettingSource::Builder));
        }
        if let Some(region) = environment.and_then(|environment| environment.variables.get(REGION)) {
            return Some((shared_region(service, region)?, SettingSource::Variable(REGION.to_owned())));
        }
        if let Some(region) = environment.and_then(|environment| region_in_profile(environment, service)) {
            return Some((region, SettingSource::ProfileFile));
        }
        Some((shared_region(service, self.fallback_region.as_ref()?)?, SettingSource::FallbackRegion))
    }
}

/// Returns the region of the profile file.
fn region_in_profile(environment: &Environment, service: &Service) -> Option<String> {
    let profile = environment.settings()?;
    let own = profile.region(service).map(str::to_owned);
    own.or_else(|| shared_region(service, profile.shared_region()?))
}

/// Parses an endpoint that was validated or comes from a table.
fn parse(service: &Service, endpoint: &str) -> Result<Uri, String> {
    endpoint.parse().map_err(|_| format!("endpoint for {}: not a URL", service.id))
}

/// Returns the shared region if it applies to this service. It does not apply to a service with a single region, nor to a
/// service that is not available in it while others are.
fn shared_region(service: &Service, region: &str) -> Option<String> {
    let has = |service: &Service| service.regions.iter().any(|known| known.id == region);
    let means_others = !has(service) && hwc_models::SERVICES.iter().any(|other| has(other));
    (is_regional(service) && !means_others).then(|| region.to_owned())
}

/// Returns the endpoint from the environment, or from the profile file if the environment sets no region.
fn endpoint_in(environment: &Environment, service: &Service) -> Result<Option<Sourced<String>>, String> {
    let checked = |endpoint: &str, source: SettingSource| match normalize(endpoint) {
        Ok(endpoint) => Ok(Some((endpoint, source))),
        Err(problem) => Err(format!("endpoint for {} in {source}: {problem}", service.id)),
    };
    if let Some((name, endpoint)) = environment.variables.endpoint(service) {
        return checked(endpoint, SettingSource::Variable(name));
    }
    if environment.variables.get(REGION).is_some() && is_regional(service) {
        return Ok(None);
    }
    match environment.settings().and_then(|profile| profile.endpoint(service)) {
        Some(endpoint) => checked(endpoint, SettingSource::ProfileFile),
        None => Ok(None),
    }
}

/// Returns true if the service has more than one region.
fn is_regional(service: &Service) -> bool {
    service.regions.len() > 1
}

/// Returns the endpoint of a service in a region.
fn endpoint_of_region(service: &'static Service, id: &str) -> Result<&'static str, String> {
    let named = |id: &str| service.regions.iter().find(|region| region.id == id);
    named(id).or_else(|| named(ANY)).map(|region| region.endpoint).ok_or_else(|| unknown_region(service, id))
}

fn unknown_region(service: &'static Service, id: &str) -> String {
    let known: Vec<&str> = service.regions.iter().map(|Region { id, .. }| *id).collect();
    let service = service.id;
    let advice =
        format!("set an endpoint with `.endpoint(\"{service}\", ..)` or HWC_ENDPOINT_{}", service.to_uppercase());
    match known.is_empty() {
        true => format!("{service} has no known region: {advice}"),
        false => format!(
            "{service} is not available in the region `{id}`, only in {}: choose one of them, or {advice}",
            known.join(", ")
        ),
    }
}

/// Validates an endpoint set on the builder.
pub(crate) fn parse_endpoint(service: &str, endpoint: &str) -> Result<String, Error> {
    normalize(endpoint).map_err(|problem| Error::config(format!("endpoint for {service}: {problem}")))
}
