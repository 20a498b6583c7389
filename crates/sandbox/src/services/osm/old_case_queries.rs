//! The list of tickets by the old path.

use hwc_models::osm::{
    BusinessTypeId, CaseId, ListOrderIncident, ListOrderIncidentResponse, OldCaseInfo, OldCaseLabel, ProductCategoryId,
    SubCustomerId,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::osm::PAGE;
use crate::services::osm::case_queries::summary::{self, TicketSummary};
use crate::services::osm::ticket::{self, Label, Page};
use crate::services::osm::ticket_search::TicketSearch;

pub(super) fn register(registry: &mut Registry) {
    registry.register(list);
}

/// Lists tickets by the old path, which counts pages. Its version has no effect.
fn list(cx: &mut Context<'_>, request: &ListOrderIncident) -> Result<ListOrderIncidentResponse, ApiError> {
    let start = ("queryStartTime", request.query_start_time.as_ref());
    let end = ("queryEndTime", request.query_end_time.as_ref());
    let search = TicketSearch::new(cx)?
        .id(request.incident_id.as_ref().map(CaseId::as_str))
        .state(request.status, request.incident_status.as_deref())?
        .user_id(request.x_customer_id.as_ref().map(SubCustomerId::as_str))
        .user_name(request.x_customer_name.as_deref())
        .product(request.product_category_id.as_ref().map(ProductCategoryId::as_str))
        .business_type(request.business_type_id.as_ref().map(BusinessTypeId::as_str))
        .opened(cx, start, end)?
        .text(request.app_key.as_deref())
        .words(request.search_key.as_deref().unwrap_or_default())?
        .labels(request.label_id_list.as_deref().unwrap_or_default());
    let size = request.page_size.unwrap_or(PAGE);
    let offset = u64::from(request.page_no.unwrap_or(1).saturating_sub(1)) * u64::from(size);
    let mut response = ListOrderIncidentResponse::default();
    response.total_count = Some(ticket::count(cx, &search)?);
    let page = Page { offset, limit: Some(size) };
    response.incident_info_list =
        ticket::page(cx, &search, &page, summary::COLUMNS, |row| old_info(cx, TicketSummary::read(cx, row)?))?;
    Ok(response)
}

/// Converts a ticket for the old path. No source documents kinds of tickets and trials of features, so there is one kind and
/// no trial.
fn old_info(cx: &Context<'_>, ticket: TicketSummary) -> rusqlite::Result<OldCaseInfo> {
    let mut info = OldCaseInfo::default();
    info.label_list = ticket.labels(cx)?.into_iter().map(old_label).collect();
    info.incident_id = Some(ticket.id.into());
    info.kind = Some(1);
    info.business_type_name = Some(ticket.business_type);
    info.incident_type_name = Some(ticket.sub_type);
    info.customer_id = Some(cx.customer().into());
    info.xcustomer_id = Some(ticket.user_id.into());
    info.xcustomer_name = Some(ticket.user_name);
    info.dc_name = Some(ticket.region);
    info.simple_describe = Some(ticket.description);
    info.status = Some(ticket.status.into());
    info.create_time = Some(ticket.opened_at);
    info.gray = Some(false);
    Ok(info)
}

fn old_label((number, name, color): Label) -> OldCaseLabel {
    let mut label = OldCaseLabel::default();
    label.label_id = Some(number.to_string());
    label.name = Some(name);
    label.color = Some(color);
    label
}
