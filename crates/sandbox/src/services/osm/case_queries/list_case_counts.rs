//! Numbers of tickets per state.

use hwc_models::osm::{
    BusinessTypeId, CaseCount, CaseStatus, ListCaseCounts, ListCaseCountsResponse, ProductCategoryId,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::ticket_search::TicketSearch;

/// Counts tickets per state, including deleted ones. Includes empty states only if requested.
pub(crate) fn counts(cx: &mut Context<'_>, request: &ListCaseCounts) -> Result<ListCaseCountsResponse, ApiError> {
    let search = TicketSearch::new(cx)?
        .include_deleted()
        .state(request.status, None)?
        .product(request.product_category_id.as_ref().map(ProductCategoryId::as_str))
        .business_type(request.business_type_id.as_ref().map(BusinessTypeId::as_str));
    let sql = format!(
        "SELECT c.status, sum(c.count) FROM case_counts c WHERE {} GROUP BY c.status HAVING sum(c.count) > 0",
        search.condition()
    );
    let mut statement = cx.db.prepare_cached(&sql)?;
    search.bind(&mut statement)?;
    let counts = statement.raw_query().mapped(|row| Ok(counted(row.get::<_, i64>(0)?.into(), row.get(1)?)));
    let mut response = ListCaseCountsResponse::default();
    response.incident_status_counts = counts.collect::<Result<_, _>>()?;
    if let (Some(status), true) = (request.status, response.incident_status_counts.is_empty()) {
        response.incident_status_counts.push(counted(status, 0));
    }
    Ok(response)
}

fn counted(status: CaseStatus, count: u64) -> CaseCount {
    let mut counted = CaseCount::default();
    counted.status = Some(status);
    counted.count = Some(count);
    counted
}
