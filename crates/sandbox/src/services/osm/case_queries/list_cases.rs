//! Lists and counts of tickets, by the documented path and the old one.

use hwc_models::osm::{
    BusinessTypeId, CaseCount, CaseId, CaseInfo, CaseLabel, CaseStatus, ListCaseCounts, ListCaseCountsResponse,
    ListCases, ListCasesResponse, ListOrderIncident, ListOrderIncidentResponse, OldCaseInfo, OldCaseLabel,
    ProductCategoryId, ShowCaseStatus, ShowCaseStatusResponse, SubCustomerId,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::case_queries::summary::{self, TicketSummary};
use crate::services::osm::ticket::{self, Label, Page};
use crate::services::osm::ticket_search::TicketSearch;
use crate::services::osm::{PAGE, lifecycle, require_case};

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

/// Lists tickets by the old path, which counts pages. Its version has no effect.
pub(crate) fn list_old(
    cx: &mut Context<'_>,
    request: &ListOrderIncident,
) -> Result<ListOrderIncidentResponse, ApiError> {
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

pub(crate) fn status(cx: &mut Context<'_>, request: &ShowCaseStatus) -> Result<ShowCaseStatusResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    let mut response = ShowCaseStatusResponse::default();
    response.status = Some(lifecycle::status(cx, request.case_id.as_str())?.into());
    Ok(response)
}
