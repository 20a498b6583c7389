//! Resolves the endpoint of a service: a configured one, or that of a region in its table.
//! The builder takes precedence over the environment, and the environment over the profile file. Within each of them, an
//! endpoint takes precedence over a region.

use std::borrow::Cow;

use hwc_transport::http::Uri;
use hwc_wire::{Region, Service};

use crate::core::{SmallMap, is_local, normalize};
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
}

/// The resolved endpoint of a service, with its region.
#[derive(Clone, Debug)]
pub(crate) struct ResolvedEndpoint {
    pub(crate) uri: Uri,
    /// The region if known, otherwise the default region.
    pub(crate) region: String,
}

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
        let region = self.region(environment, service).unwrap_or_else(|| service.default_region.to_owned());
        if let Some(endpoint) = self.configured(environment, service)? {
            return Ok(ResolvedEndpoint { uri: parse(service, &endpoint)?, region });
        }
        let uri = parse(service, endpoint_of_region(service, &region)?)?;
        self.reject_public_endpoint(environment, service, &uri)?;
        Ok(ResolvedEndpoint { uri, region })
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
            let uri: Uri = self.configured(environment, other).ok()??.parse().ok()?;
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
    ) -> Result<Option<Cow<'a, str>>, String> {
        if let Some(endpoint) = self.endpoints.get(service.id).or(self.default_endpoint.as_ref()) {
            return Ok(Some(Cow::Borrowed(endpoint)));
        }
        if self.regions.get(service.id).is_some() || (self.default_region.is_some() && is_regional(service)) {
            return Ok(None);
        }
        match environment {
            Some(environment) => Ok(endpoint_in(environment, service)?.map(Cow::Owned)),
            None => Ok(None),
        }
    }

    /// Returns the region configured for a service or for all services.
    fn region(&self, environment: Option<&Environment>, service: &Service) -> Option<String> {
        if let Some(region) = self.regions.get(service.id) {
            return Some(region.clone());
        }
        if let Some(region) = &self.default_region {
            return shared_region(service, region);
        }
        let environment = environment?;
        if let Some(region) = environment.variables.get("HUAWEICLOUD_SDK_REGION") {
            return shared_region(service, region);
        }
        let profile = environment.settings()?;
        let own = profile.region(service).map(str::to_owned);
        own.or_else(|| shared_region(service, profile.shared_region()?))
    }
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
fn endpoint_in(environment: &Environment, service: &Service) -> Result<Option<String>, String> {
    let invalid = |source: &str, problem| format!("endpoint for {} in {source}: {problem}", service.id);
    if let Some((name, endpoint)) = environment.variables.endpoint(service) {
        return normalize(endpoint).map(Some).map_err(|problem| invalid(&name, problem));
    }
    if environment.variables.get("HUAWEICLOUD_SDK_REGION").is_some() && is_regional(service) {
        return Ok(None);
    }
    let Some(endpoint) = environment.settings().and_then(|profile| profile.endpoint(service)) else {
        return Ok(None);
    };
    normalize(endpoint).map(Some).map_err(|problem| invalid("the profile file", problem))
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
