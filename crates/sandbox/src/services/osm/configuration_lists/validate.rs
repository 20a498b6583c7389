//! Validation of the IDs of a new ticket.

use hwc_models::osm::{CreateCases, IncidentSubTypeId, ProductCategoryId, RegionId, SeverityId};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::configuration_lists::list_extends_params::{self};
use crate::services::osm::configuration_lists::problem_types;
use crate::services::osm::localized::{self, CATEGORIES, LocalizedName, PRODUCTS, REGIONS, SEVERITIES};
use crate::services::osm::{business, rejected};

/// Returns an error for a new ticket with an unknown ID. Empty IDs are ignored. The problem type also determines the
/// required additional values.
pub(crate) fn check_ids(_cx: &Context<'_>, request: &CreateCases) -> Result<(), ApiError> {
    let problem = request.business_type_id.as_str();
    if !problem.is_empty() {
        problem_types::require(problem)?;
    }
    let severity = request.severity_id.as_ref().map(SeverityId::as_str);
    let region = request.region_id.as_ref().map(RegionId::as_str);
    let category = request.incident_sub_type_id.as_ref().map(IncidentSubTypeId::as_str);
    let product = request.product_category_id.as_ref().map(ProductCategoryId::as_str);
    known(SEVERITIES, severity, || business("OSM.01010006", "Severity not found."))?;
    known(REGIONS, region, || business("OSM.01010033", "Region not found."))?;
    known(CATEGORIES, category, || business("OSM.01010030", "Ticket type not found."))?;
    known(PRODUCTS, product, || rejected("Product not found."))?;
    list_extends_params::check(request)
}

fn known(list: &[LocalizedName], id: Option<&str>, error: impl Fn() -> ApiError) -> Result<(), ApiError> {
    let id = id.unwrap_or_default();
    if id.is_empty() || localized::find(list, id).is_some() { Ok(()) } else { Err(error()) }
}
