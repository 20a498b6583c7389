//! The list of tickets.

use hwc_models::osm::{CaseId, CaseInfo, CaseLabel, ListCases, ListCasesResponse, SubCustomerId};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::PAGE;
use crate::services::osm::case_queries::summary::{self, TicketSummary};
use crate::services::osm::ticket::{self, Label, Page};
use crate::services::osm::ticket_search::TicketSearch;

pub(crate) fn list(cx: &mut Context<'_>, request: &ListCases) -> Result<ListCasesResponse, ApiError> {
    let start = ("query_start_time", request.query_start_time.as_ref());
    let end = ("query_end_time", request.query_end_time.as_ref());
    let search = TicketSearch::new(cx)?
        .id(request.incident_id.as_ref().map(CaseId::as_str))
        .state(request.status, request.incident_status.as_deref())?
        .user_id(request.x_customer_id.as_ref().map(SubCustomerId::as_str))
        .user_name(request.x_customer_name.as_deref())
        .opened(cx, start, end)?
        .text(request.app_key.as_deref())
        .words(request.search_key.as_deref().unwrap_or_default())?
        .labels(request.label_id_list.as_deref().unwrap_or_default());
    let page = Page { offset: request.offset.unwrap_or(0).into(), limit: request.limit.or(Some(PAGE)) };
    let mut response = ListCasesResponse::default();
    response.total_count = Some(ticket::count(cx, &search)?);
    response.incident_info_list =
        ticket::page(cx, &search, &page, summary::COLUMNS, |row| info(cx, TicketSummary::read(cx, row)?))?;
    Ok(response)
}

fn info(cx: &Context<'_>, ticket: TicketSummary) -> rusqlite::Result<CaseInfo> {
    let mut info = CaseInfo::default();
    info.label_list = ticket.labels(cx)?.into_iter().map(label).collect();
    info.business_type_name = Some(ticket.business_type);
    info.incident_type_name = Some(ticket.sub_type);
    info.product_category_name = ticket.product;
    info.dc_name = Some(ticket.region);
    info.xcustomer_id = Some(ticket.user_id.into());
    info.xcustomer_name = Some(ticket.user_name);
    info.status = Some(ticket.status.into());
    info.incident_id = Some(ticket.id.into());
    info.customer_id = Some(cx.customer().into());
    info.simple_description = Some(ticket.description);
    info.root_cause = ticket.root_cause;
    info.resolution = ticket.resolution;
    info.create_time = Some(ticket.opened_at);
    info.confirmed_time = ticket.confirmed_at;
    Ok(info)
}

fn label((number, name, color): Label) -> CaseLabel {
    let mut label = CaseLabel::default();
    label.label_id = Some(number);
    label.name = Some(name);
    label.color = Some(color);
    label
}
