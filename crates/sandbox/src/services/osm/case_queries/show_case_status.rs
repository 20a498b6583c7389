//! The state of a ticket.

use hwc_models::osm::{ShowCaseStatus, ShowCaseStatusResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::{lifecycle, require_case};

pub(crate) fn status(cx: &mut Context<'_>, request: &ShowCaseStatus) -> Result<ShowCaseStatusResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    let mut response = ShowCaseStatusResponse::default();
    response.status = Some(lifecycle::status(cx, request.case_id.as_str())?.into());
    Ok(response)
}
