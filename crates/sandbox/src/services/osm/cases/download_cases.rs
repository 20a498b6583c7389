//! Export of tickets as comma-separated values with a heading, in the language and time zone of the request. The file begins
//! with a byte order mark.

use hwc_models::osm::{
    CaseId, CaseOperation, CaseRating, CustomerId, DownloadCases, DownloadCasesResponse, SubCustomerId,
};

use hwc_wire::UtcOffset;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times;
use crate::services::osm::case_queries::show_case_detail::source_name;
use crate::services::osm::cases::create_scores::ratings;
use crate::services::osm::localized::{LocalizedName, localized_name};
use crate::services::osm::ticket::{self, Page, Ticket};
use crate::services::osm::ticket_search::TicketSearch;
use crate::services::osm::{log, rejected};

/// The columns. Their IDs are not exported.
const COLUMNS: [LocalizedName; 31] = [
    LocalizedName { id: "incident_id", chinese: "工单编号", english: "Ticket" },
    LocalizedName { id: "status", chinese: "状态码", english: "State number" },
    LocalizedName { id: "status_name", chinese: "状态", english: "State" },
    LocalizedName { id: "simple_description", chinese: "问题描述", english: "Description" },
    LocalizedName { id: "business_type_name", chinese: "问题类型", english: "Problem type" },
    LocalizedName { id: "incident_type_name", chinese: "工单类型", english: "Ticket type" },
    LocalizedName { id: "product_category_name", chinese: "产品", english: "Product" },
    LocalizedName { id: "dc_name", chinese: "区域", english: "Region" },
    LocalizedName { id: "severity_name", chinese: "严重程度", english: "Severity" },
    LocalizedName { id: "source_name", chinese: "来源", english: "Source" },
    LocalizedName { id: "business_ownership", chinese: "业务归属", english: "Handled by" },
    LocalizedName { id: "project_id", chinese: "项目", english: "Project" },
    LocalizedName { id: "customer_id", chinese: "客户", english: "Account" },
    LocalizedName { id: "xcustomer_id", chinese: "用户编号", english: "User id" },
    LocalizedName { id: "xcustomer_name", chinese: "用户", english: "User" },
    LocalizedName { id: "create_time", chinese: "创建时间", english: "Opened" },
    LocalizedName { id: "resolve_time", chinese: "解决时间", english: "Solved" },
    LocalizedName { id: "confirmed_time", chinese: "确认时间", english: "Confirmed" },
    LocalizedName { id: "root_cause", chinese: "根因", english: "Cause" },
    LocalizedName { id: "resolution", chinese: "解决方案", english: "Solution" },
    LocalizedName { id: "judgement", chinese: "评价", english: "Judgement" },
    LocalizedName { id: "incident_satisfaction", chinese: "满意度", english: "Rating" },
    LocalizedName { id: "label_list", chinese: "标签", english: "Labels" },
    LocalizedName { id: "area_code", chinese: "国家码", english: "Country code" },
    LocalizedName { id: "remind_mobile", chinese: "手机", english: "Phone" },
    LocalizedName { id: "remind_mail", chinese: "邮箱", english: "Mail" },
    LocalizedName { id: "remind_time", chinese: "联系时间", english: "Contact time" },
    LocalizedName { id: "contact_type", chinese: "联系方式", english: "Way of contact" },
    LocalizedName { id: "cc_email", chinese: "抄送邮箱", english: "Copies to" },
    LocalizedName { id: "commodity_id", chinese: "商品", english: "Commodity" },
    LocalizedName { id: "time_zone", chinese: "时区", english: "Time zone" },
];

/// The names of the states.
const STATES: &[LocalizedName] = &[
    LocalizedName { id: "0", chinese: "待受理", english: "Queued" },
    LocalizedName { id: "1", chinese: "处理中", english: "In progress" },
    LocalizedName { id: "2", chinese: "待确认结果", english: "Awaiting confirmation" },
    LocalizedName { id: "3", chinese: "已完成", english: "Completed" },
    LocalizedName { id: "4", chinese: "已撤销", english: "Cancelled" },
    LocalizedName { id: "5", chinese: "挂起", english: "Suspended" },
    LocalizedName { id: "12", chinese: "无效", english: "Invalid" },
    LocalizedName { id: "13", chinese: "已删除", english: "Deleted" },
    LocalizedName { id: "17", chinese: "待用户反馈", english: "Awaiting the customer" },
];

/// The names of the organizations that handle tickets.
const OWNERS: &[LocalizedName] = &[
    LocalizedName { id: "0", chinese: "华为云", english: "Huawei Cloud" },
    LocalizedName { id: "1", chinese: "伙伴", english: "Partner" },
    LocalizedName { id: "2", chinese: "软件开发商", english: "Software vendor" },
];

/// The mark by which spreadsheets detect UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The default time zone if neither the request nor a header has one: that of the service.
const ZONE: &str = "GMT+08:00";

pub(crate) fn download(cx: &mut Context<'_>, request: &DownloadCases) -> Result<DownloadCasesResponse, ApiError> {
    cx.settings.set("language", request.language.as_deref());
    cx.settings.set("time_zone", request.timezone.as_deref());
    let tickets = found(cx, request)?;
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    file.write_record(COLUMNS.iter().map(|column| column.name(cx))).map_err(not_written)?;
    for ticket in &tickets {
        file.write_record(cells(cx, ticket)?).map_err(not_written)?;
    }
    if !tickets.is_empty() {
        let ids = tickets.into_iter().map(|ticket| ticket.id).collect();
        cx.deferred = Some(log::log_all(cx, ids, CaseOperation::Exported));
    }
    let mut response = DownloadCasesResponse::default();
    response.content = file.into_inner().map_err(|error| not_written(error.into_error()))?.into();
    Ok(response)
}

fn not_written(error: impl std::fmt::Display) -> ApiError {
    ApiError::internal(format!("cannot write the file: {error}"))
}

fn found(cx: &Context<'_>, request: &DownloadCases) -> Result<Vec<Ticket>, ApiError> {
    let start = ("query_start_time", request.query_start_time.as_ref());
    let end = ("query_end_time", request.query_end_time.as_ref());
    let search = TicketSearch::new(cx)?
        .ids(request.incident_id.as_ref().map(CaseId::as_str))
        .state(request.status, None)?
        .customer(request.customer_id.as_ref().map(CustomerId::as_str))
        .user_id(request.sub_customer_id.as_ref().map(SubCustomerId::as_str))
        .user_name(request.x_customer_name.as_deref())
        .sources(request.tenant_source_id_list.as_deref().unwrap_or_default())
        .opened(cx, start, end)?
        .words(request.search_key.as_slice())?;
    let page = Page { offset: request.offset.unwrap_or(0).into(), limit: request.limit };
    ticket::page(cx, &search, &page, ticket::COLUMNS, Ticket::read)
}

/// Returns the cells of a ticket, in the order of [`COLUMNS`].
fn cells(cx: &Context<'_>, ticket: &Ticket) -> Result<Vec<String>, ApiError> {
    let zone = zone(cx)?;
    let mut cells = problem_cells(cx, ticket);
    cells.extend(outcome_cells(cx, ticket, zone)?);
    let contact = &ticket.contact;
    let fields = [&contact.area_code, &contact.remind_mobile, &contact.remind_mail, &contact.remind_time];
    cells.extend(fields.map(|field| field.clone().unwrap_or_default()));
    let fields = [&contact.contact_type, &contact.cc_email, &contact.commodity];
    cells.extend(fields.map(|field| field.clone().unwrap_or_default()));
    cells.push(cx.settings.get("time_zone").unwrap_or(ZONE).to_owned());
    Ok(cells)
}

fn problem_cells(cx: &Context<'_>, ticket: &Ticket) -> Vec<String> {
    let problem = &ticket.problem;
    vec![
        ticket.id.clone(),
        ticket.status.to_string(),
        localized_name(cx, STATES, &ticket.status.to_string()),
        problem.description.clone(),
        problem.business_type_name(cx),
        problem.sub_type_name(cx),
        problem.product_name(cx).unwrap_or_default(),
        problem.region_name(cx),
        problem.severity_name(cx).unwrap_or_default(),
        source_name(&problem.source).to_owned(),
        localized_name(cx, OWNERS, &problem.ownership.to_string()),
        problem.project.clone().unwrap_or_default(),
        ticket.customer.clone(),
        ticket.user_id.clone(),
        ticket.user_name.clone(),
    ]
}

fn outcome_cells(cx: &Context<'_>, ticket: &Ticket, zone: UtcOffset) -> Result<Vec<String>, ApiError> {
    let outcome = &ticket.outcome;
    let labels = ticket::labels(cx, &ticket.id)?;
    let labels: Vec<String> = labels.into_iter().map(|(_, name, _)| name).collect();
    let ratings: Vec<String> = ratings(cx, &ticket.id)?.iter().map(rating).collect();
    Ok(vec![
        time(Some(ticket.problem.opened_at), zone),
        time(outcome.resolved_at, zone),
        time(outcome.confirmed_at, zone),
        outcome.root_cause.clone().unwrap_or_default(),
        outcome.resolution.clone().unwrap_or_default(),
        outcome.judgement.clone(),
        ratings.join(";"),
        labels.join(";"),
    ])
}

/// Formats a rating: `1=5`, or `Timeliness=5` if the dimension has a name.
fn rating(rating: &CaseRating) -> String {
    let aspect = rating.satisfaction_name.clone();
    let aspect = aspect.unwrap_or_else(|| rating.satisfaction_id.unwrap_or_default().to_string());
    format!("{aspect}={}", rating.satisfaction_value.unwrap_or_default())
}

/// Returns the time zone of the file.
fn zone(cx: &Context<'_>) -> Result<UtcOffset, ApiError> {
    let zone = cx.settings.get("time_zone").unwrap_or(ZONE);
    times::zone(zone).ok_or_else(|| rejected("timezone must be a time zone such as GMT+8."))
}

/// Formats a time like the filters of requests: `2025-11-28 00:00:00`.
fn time(millis: Option<i64>, zone: UtcOffset) -> String {
    let Some(millis) = millis else {
        return String::new();
    };
    zone.local_time(millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_zone() {
        assert_eq!(time(Some(1_767_225_600_000), UtcOffset::CHINA), "2026-01-01 08:00:00");
        assert_eq!(time(Some(1_767_225_600_000), UtcOffset::parse("GMT-03:30").unwrap()), "2025-12-31 20:30:00");
        assert_eq!(time(None, UtcOffset::UTC), "");
    }
}
