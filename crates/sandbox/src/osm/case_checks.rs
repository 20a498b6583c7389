//! What a new ticket must have right besides its limits: ids that are on the lists, and the code for a new contact.

use hwc_models::osm::{CreateCases, IncidentSubTypeId, RegionId, SeverityId};
use hwc_wire::Secret;

use super::business;
use super::names::{self, Named};
use crate::refusal::Refusal;

/// The code that is always sent.
const CODE: &str = "123456";

/// Refuses ids for which the service has codes, and codes that were not sent.
pub(super) fn check(request: &CreateCases) -> Result<(), Refusal> {
    let severity = request.severity_id.as_ref().map(SeverityId::as_str);
    known(names::SEVERITIES, severity, "OSM.01010006", "There is no such severity.")?;
    let sub_type = request.incident_sub_type_id.as_ref().map(IncidentSubTypeId::as_str);
    known(names::CATEGORIES, sub_type, "OSM.01010030", "There is no such ticket type.")?;
    let region = request.region_id.as_ref().map(RegionId::as_str);
    known(names::REGIONS, region, "OSM.01010033", "There is no such region.")?;
    let code = request.verify_code.as_ref().map_or("", Secret::expose);
    if code.is_empty() || code == CODE { Ok(()) } else { Err(business("OSM.01010010", "The code is wrong.")) }
}

fn known(list: &[Named], id: Option<&str>, code: &str, message: &str) -> Result<(), Refusal> {
    match id {
        Some(id) if !id.is_empty() && names::find(list, id).is_none() => Err(business(code, message)),
        _ => Ok(()),
    }
}
