//! Resolves the endpoint of a service: a configured one, or that of a region in its table.
//! The builder takes precedence over the environment, and the environment over the profile file. Within each of them, an
//! endpoint takes precedence over a region.

use std::borrow::Cow;

use hwc_transport::http::Uri;
use hwc_wire::{Region, Service};

use super::endpoint::{checked, leads_here};
use crate::credentials::Given;
use crate::error::Error;
use crate::few::Few;

/// Endpoints and regions set on the builder, by the short name of the service.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// Validated endpoints without a trailing slash.
    pub(super) endpoints: Few<String>,
    /// The endpoint of all services without one of their own.
    pub(super) endpoint: Option<String>,
    pub(super) regions: Few<String>,
    /// The region of all services without one of their own.
    pub(super) region: Option<String>,
}

/// The resolved location of a service.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The endpoint.
    pub(crate) endpoint: Uri,
    /// The region if known, otherwise the default region.
    pub(crate) region: String,
}

/// The entry of a region table that applies to all regions without an entry.
const ANY: &str = "*";

/// Resolves the location of `service`, or describes the invalid setting.
pub(super) fn find(places: &Places, given: &Given, service: &'static Service) -> Result<Place, String> {
    let region = region(places, given, service).unwrap_or_else(|| service.default_region.to_owned());
    if let Some(endpoint) = given_endpoint(places, given, service)? {
        return Ok(Place { endpoint: parsed(service, &endpoint)?, region });
    }
    let endpoint = parsed(service, in_table(service, &region)?)?;
    stays_here(places, given, service, &endpoint)?;
    Ok(Place { endpoint, region })
}

/// Rejects the public endpoint of a service while another service is on this machine. Otherwise, a test against a sandbox
/// would reach the real service with real credentials.
fn stays_here(places: &Places, given: &Given, service: &Service, endpoint: &Uri) -> Result<(), String> {
    if leads_here(endpoint) {
        return Ok(());
    }
    let here = hwc_models::SERVICES.iter().find_map(|other| {
        let uri: Uri = given_endpoint(places, given, other).ok()??.parse().ok()?;
        leads_here(&uri).then(|| (other.id, uri.authority().cloned()))
    });
    here.map_or(Ok(()), |(other, here)| {
        let (id, here) = (service.id, here.map(|here| here.to_string()).unwrap_or_default());
        Err(format!(
            "{id} has no endpoint, and that of {other} is on this machine ({here}): set `.endpoint(\"{id}\", ..)` or \
             HWC_ENDPOINT_{}, or `.default_endpoint(..)` or HWC_ENDPOINT for all services",
            id.to_uppercase()
        ))
    })
}

/// Parses an endpoint that was validated or comes from a table.
fn parsed(service: &Service, endpoint: &str) -> Result<Uri, String> {
    endpoint.parse().map_err(|_| format!("the endpoint of {} is no URL", service.id))
}

/// Returns the configured endpoint of a service, from any source.
fn given_endpoint<'a>(places: &'a Places, given: &Given, service: &Service) -> Result<Option<Cow<'a, str>>, String> {
    if let Some(endpoint) = in_program(places, service) {
        return Ok(Some(Cow::Borrowed(endpoint)));
    }
    let region_in_program = places.regions.get(service.id).is_some() || (places.region.is_some() && spread(service));
    if region_in_program { Ok(None) } else { Ok(around(given, service)?.map(Cow::Owned)) }
}

fn in_program<'a>(places: &'a Places, service: &Service) -> Option<&'a str> {
    places.endpoints.get(service.id).or(places.endpoint.as_ref()).map(String::as_str)
}

/// Returns the region configured for a service or for all services.
fn region(places: &Places, given: &Given, service: &Service) -> Option<String> {
    if let Some(region) = places.regions.get(service.id) {
        return Some(region.clone());
    }
    if let Some(region) = &places.region {
        return shared(service, region);
    }
    let surroundings = given.surroundings.as_ref()?;
    if let Some(region) = surroundings.variables.get("HUAWEICLOUD_SDK_REGION") {
        return shared(service, region);
    }
    surroundings.settings().and_then(|profile| profile.region(service)).map(str::to_owned)
}

/// Returns the shared region if it applies to this service. It does not apply to a service with a single region, nor to a
/// service that is not available in it while others are.
fn shared(service: &Service, region: &str) -> Option<String> {
    let has = |service: &Service| service.regions.iter().any(|known| known.id == region);
    let means_others = !has(service) && hwc_models::SERVICES.iter().any(|other| has(other));
    (spread(service) && !means_others).then(|| region.to_owned())
}

/// Returns the endpoint from the environment, or from the profile file if the environment sets no region.
fn around(given: &Given, service: &Service) -> Result<Option<String>, String> {
    let Some(surroundings) = &given.surroundings else {
        return Ok(None);
    };
    if let Some((name, endpoint)) = surroundings.variables.endpoint(service) {
        let endpoint =
            checked(endpoint).map_err(|problem| format!("the endpoint of {} in {name} {problem}", service.id));
        return endpoint.map(Some);
    }
    if surroundings.variables.get("HUAWEICLOUD_SDK_REGION").is_some() && spread(service) {
        return Ok(None);
    }
    let Some(endpoint) = surroundings.settings().and_then(|profile| profile.endpoint(service)) else {
        return Ok(None);
    };
    let wrong = |problem| format!("the endpoint of {} in the profile file {problem}", service.id);
    checked(endpoint).map(Some).map_err(wrong)
}

/// Returns true if the service has more than one region.
fn spread(service: &Service) -> bool {
    service.regions.len() > 1
}

fn in_table(service: &'static Service, id: &str) -> Result<&'static str, String> {
    let named = |id: &str| service.regions.iter().find(|region| region.id == id);
    named(id).or_else(|| named(ANY)).map(|region| region.endpoint).ok_or_else(|| unknown(service, id))
}

fn unknown(service: &'static Service, id: &str) -> String {
    let known: Vec<&str> = service.regions.iter().map(|Region { id, .. }| *id).collect();
    let id_of = service.id;
    let advice = format!("set an endpoint with `.endpoint(\"{id_of}\", ..)` or HWC_ENDPOINT_{}", id_of.to_uppercase());
    match known.is_empty() {
        true => format!("no region of {id_of} is known: {advice}"),
        false => format!(
            "{id_of} is not in the region `{id}`, only in {}: choose one of them, or {advice}",
            known.join(", ")
        ),
    }
}

/// Validates an endpoint set on the builder.
pub(super) fn checked_for(service: &str, endpoint: &str) -> Result<String, Error> {
    checked(endpoint).map_err(|problem| Error::config(format!("the endpoint of {service} {problem}")))
}
