//! The messages of a ticket, page by page.

use hwc_models::osm::{ListMessages, ListMessagesResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::messages::rows::{self};
use crate::services::osm::{PAGE, require_case};

pub(super) fn list(cx: &mut Context<'_>, request: &ListMessages) -> Result<ListMessagesResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    let case = request.case_id.as_str();
    let (offset, limit) = (request.offset.unwrap_or(0), request.limit.unwrap_or(PAGE));
    let page = "ORDER BY m.written_at, m.number LIMIT :limit OFFSET :offset";
    let rows = rows::select(cx, case, page, &[(":limit", &limit), (":offset", &offset)])?;
    let mut response = ListMessagesResponse::default();
    response.count = Some(rows::count(cx, case, "", &[])?);
    response.message_list = rows::to_models(cx, rows, request.trim_osm_rich_text_label.unwrap_or(true))?;
    Ok(response)
}
