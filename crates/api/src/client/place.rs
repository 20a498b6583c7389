//! Where a service is: an address that was given, or a region of its table.

use std::collections::BTreeMap;

use hwc_transport::http::Uri;
use hwc_transport::http::uri::Scheme;
use hwc_wire::{Region, Service};

use crate::error::Error;

/// Addresses and regions as they were configured, by the short name of the service.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    /// Checked addresses without a slash at the end.
    pub(super) endpoints: BTreeMap<String, String>,
    pub(super) regions: BTreeMap<String, String>,
    /// The region of the services that none is named for.
    pub(super) region: Option<String>,
}

/// The region of a table that stands for all that are not in it.
const ANY: &str = "*";

impl Places {
    /// The address of `service`, without a slash at the end.
    ///
    /// The region for all services does not bind those that are in one place only.
    pub(crate) fn endpoint(&self, service: &'static Service) -> Result<&str, Error> {
        if let Some(endpoint) = self.endpoints.get(service.id) {
            return Ok(endpoint);
        }
        if let Some(region) = self.regions.get(service.id) {
            return find(service, region);
        }
        match &self.region {
            Some(region) if service.regions.len() > 1 => find(service, region),
            _ => find(service, service.default_region),
        }
    }
}

fn find(service: &'static Service, id: &str) -> Result<&'static str, Error> {
    let named = |id: &str| service.regions.iter().find(|region| region.id == id);
    named(id).or_else(|| named(ANY)).map(|region| region.endpoint).ok_or_else(|| unknown(service, id))
}

fn unknown(service: &'static Service, id: &str) -> Error {
    let known: Vec<&str> = service.regions.iter().map(|Region { id, .. }| *id).collect();
    let id_of = service.id;
    let advice = format!("set an endpoint with `.endpoint(\"{id_of}\", ..)` or HWC_ENDPOINT_{}", id_of.to_uppercase());
    Error::config(match known.is_empty() {
        true => format!("no region of {id_of} is known: {advice}"),
        false => format!(
            "{id_of} is not in the region `{id}`, only in {}: choose one of them, or {advice}",
            known.join(", ")
        ),
    })
}

/// Checks an address and cuts the slash at its end off. The address itself is not in the error: it may hold a password.
pub(super) fn checked(service: &str, endpoint: &str) -> Result<String, Error> {
    let wrong = |problem: &str| Error::config(format!("the endpoint of {service} {problem}"));
    let endpoint = endpoint.trim().trim_end_matches('/');
    let uri: Uri = endpoint.parse().map_err(|_| wrong("is no URL"))?;
    let known = uri.scheme() == Some(&Scheme::HTTP) || uri.scheme() == Some(&Scheme::HTTPS);
    if !known || uri.host().is_none_or(str::is_empty) {
        return Err(wrong("is no absolute http or https URL"));
    }
    if endpoint.contains(['?', '#']) {
        return Err(wrong("has a query or a fragment, which an endpoint cannot have"));
    }
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err(wrong("has a user name in it; credentials are set apart from it"));
    }
    Ok(endpoint.to_owned())
}
