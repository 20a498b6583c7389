//! The regions in which customers can have resources.

use hwc_models::osm::{CustomerRegion, ListCustomersRegions, ListCustomersRegionsResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::localized;

pub(crate) fn list(cx: &mut Context<'_>, _: &ListCustomersRegions) -> Result<ListCustomersRegionsResponse, ApiError> {
    let mut response = ListCustomersRegionsResponse::default();
    for known in localized::REGIONS {
        let mut region = CustomerRegion::default();
        region.region_id = Some(known.id.into());
        region.region_name = Some(known.name(cx).to_owned());
        response.region_infos.push(region);
    }
    response.count = Some(response.region_infos.len() as u64);
    Ok(response)
}
