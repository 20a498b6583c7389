//! Quotas of opened tickets. No source documents their numbers or periods. For testing, billing questions have a daily
//! quota; other problem types have none.

use hwc_models::osm::{ListCaseQuotas, ListCaseQuotasResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::runtime::times::DAY;
use crate::services::osm::business;

pub(super) fn register(registry: &mut Registry) {
    registry.register(list);
}

/// Problem types with a quota, and the maximum number of tickets in 24 hours.
const QUOTAS: [(&str, i32); 1] = [("Billing", 50)];

/// The value of the service for no quota.
const UNLIMITED: i32 = -1;

fn total(business_type: &str) -> i32 {
    QUOTAS.iter().find(|(listed, _)| *listed == business_type).map_or(UNLIMITED, |(_, total)| *total)
}

/// Returns the remaining quota.
fn left(cx: &Context<'_>, business_type: &str, total: i32) -> Result<i32, ApiError> {
    let opened: i32 = cx
        .db
        .prepare_cached("SELECT count(*) FROM cases WHERE customer = ?1 AND business_type = ?2 AND opened_at > ?3")?
        .query_row((cx.customer(), business_type, cx.now - DAY), |row| row.get(0))?;
    Ok((total - opened).max(0))
}

/// Returns an error if the quota of this problem type is used up.
pub(crate) fn check(cx: &Context<'_>, business_type: &str) -> Result<(), ApiError> {
    let total = total(business_type);
    if total != UNLIMITED && left(cx, business_type, total)? == 0 {
        return Err(business("OSM.01010037", "The daily quota of tickets of this problem type is used up."));
    }
    Ok(())
}

/// Lists quotas. The product is ignored.
pub(crate) fn list(cx: &mut Context<'_>, request: &ListCaseQuotas) -> Result<ListCaseQuotasResponse, ApiError> {
    let total = total(request.business_type_id.as_str());
    let mut response = ListCaseQuotasResponse::default();
    response.total = Some(total);
    response.un_used = Some(match total {
        UNLIMITED => UNLIMITED,
        total => left(cx, request.business_type_id.as_str(), total)?,
    });
    Ok(response)
}
