//! The limits of tickets.

use hwc_models::osm::{CaseLimits, ListCaseLimits, ListCaseLimitsResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;

/// The maximum number of mail addresses for copies of a ticket.
pub(crate) const MOST_COPIES: u32 = 10;

pub(crate) fn list(_cx: &mut Context<'_>, _request: &ListCaseLimits) -> Result<ListCaseLimitsResponse, ApiError> {
    let mut limits = CaseLimits::default();
    limits.create_case_ccemail_max_count = Some(MOST_COPIES);
    let mut response = ListCaseLimitsResponse::default();
    response.config = Some(limits);
    Ok(response)
}
