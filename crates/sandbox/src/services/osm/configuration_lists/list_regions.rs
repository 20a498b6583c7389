//! The regions of tickets.

use hwc_models::osm::{CaseRegion, ListRegions, ListRegionsResponse, RegionArea};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::configuration_lists::list_extends_params::yes_no;
use crate::services::osm::localized::REGIONS;

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

pub(crate) fn list(cx: &mut Context<'_>, _request: &ListRegions) -> Result<ListRegionsResponse, ApiError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_regions_are_on_the_list() {
        for id in ABROAD.iter().map(|(id, _)| *id).chain([SENSITIVE]) {
            assert!(crate::services::osm::localized::find(REGIONS, id).is_some(), "{id}");
        }
    }
}
