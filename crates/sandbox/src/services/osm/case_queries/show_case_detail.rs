//! The details of a ticket.

use hwc_models::osm::{CaseDetail, CaseExtraInfo, ShowCaseDetail, ShowCaseDetailResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times;
use crate::services::osm::cases::create_scores::ratings;
use crate::services::osm::ticket::{self, Contact, Ticket};
use crate::services::osm::{SOURCE, messages, no_such_case, require_case};

pub(crate) fn show(cx: &mut Context<'_>, request: &ShowCaseDetail) -> Result<ShowCaseDetailResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    let ticket = ticket::one(cx, request.case_id.as_str())?.ok_or_else(no_such_case)?;
    let mut case = detail(cx, ticket);
    case.incident_satisfaction = ratings(cx, request.case_id.as_str())?;
    let plain = request.trim_osm_rich_text_label.unwrap_or(true);
    case.message_list = messages::in_detail(cx, request.case_id.as_str(), plain)?;
    let mut response = ShowCaseDetailResponse::default();
    response.incident_detail_info = Some(case);
    Ok(response)
}

fn detail(cx: &Context<'_>, ticket: Ticket) -> CaseDetail {
    let (problem, outcome) = (ticket.problem, ticket.outcome);
    let mut case = CaseDetail::default();
    case.xcustomer_id = Some(ticket.user_id.into());
    case.xcustomer_name = Some(ticket.user_name);
    case.status = Some(ticket.status.into());
    case.judgement = Some(outcome.judgement);
    case.incident_id = Some(ticket.id.into());
    case.business_type_name = Some(problem.business_type_name(cx));
    case.incident_type_name = Some(problem.sub_type_name(cx));
    case.customer_id = Some(ticket.customer.into());
    case.dc_name = Some(problem.region_name(cx));
    case.severity_name = problem.severity_name(cx);
    case.source_name = Some(source_name(&problem.source).to_owned());
    case.simple_description = Some(problem.description);
    case.create_time = Some(times::osm(problem.opened_at));
    case.business_ownership = Some(problem.ownership.into());
    case.resolve_time = outcome.resolved_at;
    case.ext_info = Some(extra_info(ticket.contact));
    case
}

/// Returns the name of a source. The reference knows only this API; another source is returned as it was sent.
pub(crate) fn source_name(source: &str) -> &str {
    if source == SOURCE { "API" } else { source }
}

fn extra_info(contact: Contact) -> CaseExtraInfo {
    let mut extra = CaseExtraInfo::default();
    extra.area_code = contact.area_code;
    extra.remind_mobile = contact.remind_mobile;
    extra.remind_mail = contact.remind_mail;
    extra.remind_time = contact.remind_time;
    extra.contact_type = contact.contact_type;
    extra.cc_email = contact.cc_email;
    extra.commodity_id = contact.commodity.map(Into::into);
    extra
}
