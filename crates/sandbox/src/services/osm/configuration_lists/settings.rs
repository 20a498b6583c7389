//! Regions, rating dimensions, limits and settings for opening tickets, and validation of the IDs of a new ticket.

use hwc_models::osm::{
    CaseLimits, CaseRating, CaseRegion, CreateCases, IncidentSubTypeId, ListCaseLimits, ListCaseLimitsResponse,
    ListRegions, ListRegionsResponse, ListSatisfactionDimensions, ListSatisfactionDimensionsResponse,
    ProductCategoryId, RegionArea, RegionId, SatisfactionDimension, SeverityId, ShowConfiguration,
    ShowConfigurationResponse,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::configuration_lists::extends_params::{self, yes_no};
use crate::services::osm::configuration_lists::problem_types;
use crate::services::osm::localized::{self, CATEGORIES, LocalizedName, PRODUCTS, REGIONS, SEVERITIES};
use crate::services::osm::{business, rejected};

/// The maximum number of mail addresses for copies of a ticket.
pub(crate) const MOST_COPIES: u32 = 10;

/// The best rating of a dimension; the worst is 1.
pub(crate) const BEST: u32 = 5;

/// Regions outside the Chinese mainland.
const ABROAD: &[(&str, RegionArea)] = &[
    ("ap-southeast-1", RegionArea::International),
    ("ap-southeast-2", RegionArea::International),
    ("ap-southeast-3", RegionArea::International),
    ("af-south-1", RegionArea::International),
    ("la-south-2", RegionArea::International),
    ("sa-brazil-1", RegionArea::International),
    ("eu-west-101", RegionArea::Europe),
];

/// The only region that the reference shows as sensitive.
const SENSITIVE: &str = "cn-north-1";

/// The rating dimensions: number, name and description, each in both languages.
const ASPECTS: &[(u32, [&str; 2], [&str; 2])] = &[
    (1, ["服务及时性", "Timeliness"], ["处理是否及时", "How soon it was dealt with"]),
    (2, ["产品稳定性", "Stability"], ["产品的稳定性", "How stable the product is"]),
    (3, ["处理结果", "Result"], ["问题是否得到解决", "How well it was solved"]),
];

/// The only group of dimensions: its ID, and its name in both languages.
const CATEGORY: (&str, [&str; 2]) = ("1", ["服务评价", "Service"]);

/// The settings of the service.
const SETTINGS: &[(&str, &str)] = &[("case.create-case.diagnose-list", "product-1,product-5")];

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
    known(SEVERITIES, severity, || business("OSM.01010006", "There is no such severity."))?;
    known(REGIONS, region, || business("OSM.01010033", "There is no such region."))?;
    known(CATEGORIES, category, || business("OSM.01010030", "There is no such ticket type."))?;
    known(PRODUCTS, product, || rejected("There is no such product."))?;
    extends_params::check(request)
}

fn known(list: &[LocalizedName], id: Option<&str>, error: impl Fn() -> ApiError) -> Result<(), ApiError> {
    let id = id.unwrap_or_default();
    if id.is_empty() || localized::find(list, id).is_some() { Ok(()) } else { Err(error()) }
}

pub(crate) fn regions(cx: &mut Context<'_>, _request: &ListRegions) -> Result<ListRegionsResponse, ApiError> {
    let mut response = ListRegionsResponse::default();
    for named in REGIONS {
        let abroad = ABROAD.iter().find(|(id, _)| *id == named.id).map(|(_, area)| *area);
        let mut region = CaseRegion::default();
        region.area = Some(abroad.unwrap_or(RegionArea::ChineseMainland));
        region.region_id = Some(named.id.into());
        region.region_name = Some(named.name(cx).to_owned());
        region.is_sensitive = Some(yes_no(named.id == SENSITIVE));
        response.data_center_list.push(region);
    }
    response.total_count = Some(REGIONS.len() as u64);
    Ok(response)
}

pub(crate) fn dimensions(
    cx: &mut Context<'_>,
    _request: &ListSatisfactionDimensions,
) -> Result<ListSatisfactionDimensionsResponse, ApiError> {
    let mut response = ListSatisfactionDimensionsResponse::default();
    for (id, name, description) in ASPECTS {
        let mut aspect = SatisfactionDimension::default();
        aspect.satisfaction_id = Some(*id);
        aspect.satisfaction_name = Some(localized::text(cx, name[0], name[1]).to_owned());
        aspect.satisfaction_desc = Some(localized::text(cx, description[0], description[1]).to_owned());
        aspect.value = Some(BEST);
        aspect.per_value = Some(1);
        aspect.sat_category_id = Some(CATEGORY.0.into());
        response.satisfaction_dimension_list.push(aspect);
    }
    response.total_count = Some(ASPECTS.len() as u64);
    Ok(response)
}

/// Fills in missing values of a rating from the list of dimensions.
pub(crate) fn complete(cx: &Context<'_>, rating: &mut CaseRating) {
    let Some((_, name, _)) = ASPECTS.iter().find(|(id, ..)| rating.satisfaction_id == Some(*id)) else {
        return;
    };
    rating.satisfaction_name.get_or_insert_with(|| localized::text(cx, name[0], name[1]).to_owned());
    rating.value.get_or_insert(BEST);
    rating.per_value.get_or_insert(1);
    rating.sat_category_id.get_or_insert_with(|| CATEGORY.0.into());
    rating.sat_category_name.get_or_insert_with(|| localized::text(cx, CATEGORY.1[0], CATEGORY.1[1]).to_owned());
}

/// Returns true if a rating has a known dimension and a value from 1 to the best.
pub(crate) fn is_rating(rating: &CaseRating) -> bool {
    let known = ASPECTS.iter().any(|(id, ..)| rating.satisfaction_id == Some(*id));
    known && rating.satisfaction_value.is_some_and(|value| (1..=BEST).contains(&value))
}

pub(crate) fn limits(_cx: &mut Context<'_>, _request: &ListCaseLimits) -> Result<ListCaseLimitsResponse, ApiError> {
    let mut limits = CaseLimits::default();
    limits.create_case_ccemail_max_count = Some(MOST_COPIES);
    let mut response = ListCaseLimitsResponse::default();
    response.config = Some(limits);
    Ok(response)
}

pub(crate) fn show(_cx: &mut Context<'_>, request: &ShowConfiguration) -> Result<ShowConfigurationResponse, ApiError> {
    let found = SETTINGS.iter().find(|(key, _)| *key == request.config_key);
    let (key, value) = found.ok_or_else(|| rejected("There is no such setting."))?;
    let mut response = ShowConfigurationResponse::default();
    response.config_key = Some((*key).to_owned());
    response.config_value = Some((*value).to_owned());
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_regions_and_settings_is_on_the_lists() {
        let regions = ABROAD.iter().map(|(id, _)| *id).chain([SENSITIVE]);
        for id in regions {
            assert!(localized::find(REGIONS, id).is_some(), "{id}");
        }
        for id in SETTINGS.iter().flat_map(|(_, value)| value.split(',')) {
            assert!(localized::find(PRODUCTS, id).is_some(), "{id}");
        }
    }
}
