//! Where a service is: an address that was given, or a region of its table. The program goes before the environment, and
//! the environment before the profile file; at each of them, an address goes before a region.

use hwc_transport::http::Uri;
use hwc_transport::http::uri::Scheme;
use hwc_wire::{Region, Service};

use crate::credentials::Given;
use crate::error::Error;
use crate::few::Few;

/// Addresses and regions as the program gave them, by the short name of the service.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// Checked addresses without a slash at the end.
    pub(super) endpoints: Few<String>,
    pub(super) regions: Few<String>,
    /// The region of the services that none is named for.
    pub(super) region: Option<String>,
}

/// Where a service is.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The address.
    pub(crate) endpoint: Uri,
    /// The region, as far as one is known; else the default one.
    pub(crate) region: String,
}

/// The region of a table that stands for all that are not in it.
const ANY: &str = "*";

/// Finds out where `service` is, or what is wrong with what says so.
pub(super) fn find(places: &Places, given: &Given, service: &'static Service) -> Result<Place, String> {
    let region = region(places, given, service);
    if let Some(endpoint) = places.endpoints.get(service.id) {
        let region = region.ok().flatten().unwrap_or_else(|| service.default_region.to_owned());
        return Ok(Place { endpoint: parsed(service, endpoint)?, region });
    }
    let region = region?;
    let id = region.clone().unwrap_or_else(|| service.default_region.to_owned());
    let in_code = places.regions.get(service.id).is_some() || (places.region.is_some() && spread(service));
    let around = if in_code { None } else { around(given, service)? };
    let endpoint = match &around {
        Some(endpoint) => endpoint.as_str(),
        None => in_table(service, &id)?,
    };
    Ok(Place { endpoint: parsed(service, endpoint)?, region: id })
}

/// An address that was checked, or stands in a table.
fn parsed(service: &Service, endpoint: &str) -> Result<Uri, String> {
    endpoint.parse().map_err(|_| format!("the endpoint of {} is no URL", service.id))
}

/// The region that is named for a service, or for all of them.
fn region(places: &Places, given: &Given, service: &Service) -> Result<Option<String>, String> {
    if let Some(region) = places.regions.get(service.id) {
        return Ok(Some(region.clone()));
    }
    if let Some(region) = &places.region {
        return Ok(shared(service, region));
    }
    let Some(surroundings) = &given.surroundings else {
        return Ok(None);
    };
    if let Some(region) = surroundings.variables.get("HUAWEICLOUD_SDK_REGION") {
        return Ok(shared(service, region));
    }
    Ok(surroundings.settings().and_then(|profile| profile.region(service)).map(str::to_owned))
}

/// The region for all services, as far as it binds this one: not if the service is in one place only, nor if it is not
/// there while others are, who are meant then.
fn shared(service: &Service, region: &str) -> Option<String> {
    let has = |service: &Service| service.regions.iter().any(|known| known.id == region);
    let means_others = !has(service) && hwc_models::SERVICES.iter().any(|other| has(other));
    (spread(service) && !means_others).then(|| region.to_owned())
}

/// The address that the environment or, where the environment names no region, the profile file gives.
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

/// Whether it matters for a service which region is meant.
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

/// Checks an address that a program gave.
pub(super) fn checked_for(service: &str, endpoint: &str) -> Result<String, Error> {
    checked(endpoint).map_err(|problem| Error::config(format!("the endpoint of {service} {problem}")))
}

/// Checks an address and cuts the slash at its end off. The address itself is not in the error: it may hold a password.
fn checked(endpoint: &str) -> Result<String, &'static str> {
    let endpoint = endpoint.trim().trim_end_matches('/');
    let uri: Uri = endpoint.parse().map_err(|_| "is no URL")?;
    let known = uri.scheme() == Some(&Scheme::HTTP) || uri.scheme() == Some(&Scheme::HTTPS);
    if !known || uri.host().is_none_or(str::is_empty) {
        return Err("is no absolute http or https URL");
    }
    if uri.authority().is_some_and(|authority| has_impossible_port(authority.as_str())) {
        return Err("has a port that is no number from 1 to 65535");
    }
    if endpoint.contains(['?', '#']) {
        return Err("has a query or a fragment, which an endpoint cannot have");
    }
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err("has a user name in it; credentials are set apart from it");
    }
    Ok(endpoint.to_owned())
}

/// True for a port that is no port. The URL parser takes any digits.
fn has_impossible_port(authority: &str) -> bool {
    let host_ends = authority.rfind(['@', ']']).map_or(0, |end| end + 1);
    let port = authority[host_ends..].split_once(':').map(|(_, port)| port);
    port.is_some_and(|port| !port.is_empty() && port.parse::<u16>().ok().is_none_or(|port| port == 0))
}
