//! Export of tickets as comma-separated values with a heading, in the language and time zone of the request. The file begins
//! with a byte order mark, by which spreadsheets detect UTF-8.

use hwc_models::osm::{
    CaseId, CaseOperation, CaseRating, CustomerId, DownloadCases, DownloadCasesResponse, SubCustomerId,
};

use super::actions::ratings;
use super::detail::source_name;
use super::search::Search;
use super::ticket::{self, Page, Ticket};
use crate::context::Context;
use crate::osm::names::{Named, name_of};
use crate::osm::{log, rejected};
use crate::refusal::Refusal;
use crate::times;

/// The columns. Their IDs are not exported.
const COLUMNS: [Named; 31] = [
    Named { id: "incident_id", chinese: "工单编号", english: "Ticket" },
    Named { id: "status", chinese: "状态码", english: "State number" },
    Named { id: "status_name", chinese: "状态", english: "State" },
    Named { id: "simple_description", chinese: "问题描述", english: "Description" },
    Named { id: "business_type_name", chinese: "问题类型", english: "Problem type" },
    Named { id: "incident_type_name", chinese: "工单类型", english: "Ticket type" },
    Named { id: "product_category_name", chinese: "产品", english: "Product" },
    Named { id: "dc_name", chinese: "区域", english: "Region" },
    Named { id: "severity_name", chinese: "严重程度", english: "Severity" },
    Named { id: "source_name", chinese: "来源", english: "Source" },
    Named { id: "business_ownership", chinese: "业务归属", english: "Handled by" },
    Named { id: "project_id", chinese: "项目", english: "Project" },
    Named { id: "customer_id", chinese: "客户", english: "Account" },
    Named { id: "xcustomer_id", chinese: "用户编号", english: "User id" },
    Named { id: "xcustomer_name", chinese: "用户", english: "User" },
    Named { id: "create_time", chinese: "创建时间", english: "Opened" },
    Named { id: "resolve_time", chinese: "解决时间", english: "Solved" },
    Named { id: "confirmed_time", chinese: "确认时间", english: "Confirmed" },
    Named { id: "root_cause", chinese: "根因", english: "Cause" },
    Named { id: "resolution", chinese: "解决方案", english: "Solution" },
    Named { id: "judgement", chinese: "评价", english: "Judgement" },
    Named { id: "incident_satisfaction", chinese: "满意度", english: "Rating" },
    Named { id: "label_list", chinese: "标签", english: "Labels" },
    Named { id: "area_code", chinese: "国家码", english: "Country code" },
    Named { id: "remind_mobile", chinese: "手机", english: "Phone" },
    Named { id: "remind_mail", chinese: "邮箱", english: "Mail" },
    Named { id: "remind_time", chinese: "联系时间", english: "Contact time" },
    Named { id: "contact_type", chinese: "联系方式", english: "Way of contact" },
    Named { id: "cc_email", chinese: "抄送邮箱", english: "Copies to" },
    Named { id: "commodity_id", chinese: "商品", english: "Commodity" },
    Named { id: "time_zone", chinese: "时区", english: "Time zone" },
];

/// The names of the states.
const STATES: &[Named] = &[
    Named { id: "0", chinese: "待受理", english: "Queued" },
    Named { id: "1", chinese: "处理中", english: "In progress" },
    Named { id: "2", chinese: "待确认结果", english: "Awaiting confirmation" },
    Named { id: "3", chinese: "已完成", english: "Completed" },
    Named { id: "4", chinese: "已撤销", english: "Cancelled" },
    Named { id: "5", chinese: "挂起", english: "Suspended" },
    Named { id: "12", chinese: "无效", english: "Invalid" },
    Named { id: "13", chinese: "已删除", english: "Deleted" },
    Named { id: "17", chinese: "待用户反馈", english: "Awaiting the customer" },
];

/// The names of the organizations that handle tickets.
const OWNERS: &[Named] = &[
    Named { id: "0", chinese: "华为云", english: "Huawei Cloud" },
    Named { id: "1", chinese: "伙伴", english: "Partner" },
    Named { id: "2", chinese: "软件开发商", english: "Software vendor" },
];

/// The default time zone if neither the request nor a header has one: that of the service.
const ZONE: &str = "GMT+08:00";

pub(super) fn download(cx: &mut Context<'_>, request: &DownloadCases) -> Result<DownloadCasesResponse, Refusal> {
    cx.settings.prefer("language", request.language.as_deref());
    cx.settings.prefer("time_zone", request.timezone.as_deref());
    let tickets = found(cx, request)?;
    let mut file = format!("\u{feff}{}", line(COLUMNS.iter().map(|column| column.name(cx))));
    for ticket in &tickets {
        file += &line(cells(cx, ticket)?.iter().map(String::as_str));
    }
    if !tickets.is_empty() {
        let ids = tickets.into_iter().map(|ticket| ticket.id).collect();
        cx.deferred = Some(log::note_all(cx, ids, CaseOperation::Exported));
    }
    let mut answer = DownloadCasesResponse::default();
    answer.content = file.into_bytes().into();
    Ok(answer)
}

fn found(cx: &Context<'_>, request: &DownloadCases) -> Result<Vec<Ticket>, Refusal> {
    let start = ("query_start_time", request.query_start_time.as_ref());
    let end = ("query_end_time", request.query_end_time.as_ref());
    let search = Search::new(cx)?
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

/// Formats a line of the file. Texts with commas, quotes or line breaks are quoted.
fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let quoted = |cell: &str| match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    };
    let cells: Vec<String> = cells.map(quoted).collect();
    format!("{}\r\n", cells.join(","))
}

/// Returns the cells of a ticket, in the order of [`COLUMNS`].
fn cells(cx: &Context<'_>, ticket: &Ticket) -> Result<Vec<String>, Refusal> {
    let zone = zone(cx)?;
    let mut cells = about(cx, ticket);
    cells.extend(outcome(cx, ticket, zone)?);
    let contact = &ticket.contact;
    let fields = [&contact.area_code, &contact.remind_mobile, &contact.remind_mail, &contact.remind_time];
    cells.extend(fields.map(|field| field.clone().unwrap_or_default()));
    let fields = [&contact.contact_type, &contact.cc_email, &contact.commodity];
    cells.extend(fields.map(|field| field.clone().unwrap_or_default()));
    cells.push(cx.settings.get("time_zone").unwrap_or(ZONE).to_owned());
    Ok(cells)
}

fn about(cx: &Context<'_>, ticket: &Ticket) -> Vec<String> {
    let problem = &ticket.problem;
    vec![
        ticket.id.clone(),
        ticket.status.to_string(),
        name_of(cx, STATES, &ticket.status.to_string()),
        problem.description.clone(),
        problem.business_type_name(cx),
        problem.sub_type_name(cx),
        problem.product_name(cx).unwrap_or_default(),
        problem.region_name(cx),
        problem.severity_name(cx).unwrap_or_default(),
        source_name(&problem.source).to_owned(),
        name_of(cx, OWNERS, &problem.ownership.to_string()),
        problem.project.clone().unwrap_or_default(),
        ticket.customer.clone(),
        ticket.user_id.clone(),
        ticket.user_name.clone(),
    ]
}

fn outcome(cx: &Context<'_>, ticket: &Ticket, zone: i32) -> Result<Vec<String>, Refusal> {
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

/// Returns the time zone of the file, in minutes east of Greenwich.
fn zone(cx: &Context<'_>) -> Result<i32, Refusal> {
    let zone = cx.settings.get("time_zone").unwrap_or(ZONE);
    times::zone(zone).ok_or_else(|| rejected("timezone is none such as GMT+8."))
}

/// Formats a time like the filters of requests: `2025-11-28 00:00:00`.
fn time(millis: Option<i64>, zone: i32) -> String {
    let Some(millis) = millis else {
        return String::new();
    };
    let text = hwc_wire::Timestamp::from_unix_millis(millis + i64::from(zone) * 60_000);
    text.as_str().chars().take(19).collect::<String>().replace('T', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_in_their_cells() {
        let cells = ["plain", "a,b", "say \"hi\"", "two\nlines", ""];
        assert_eq!(line(cells.into_iter()), "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\r\n");
    }

    #[test]
    fn times_are_those_of_the_zone() {
        assert_eq!(time(Some(1_767_225_600_000), 480), "2026-01-01 08:00:00");
        assert_eq!(time(Some(1_767_225_600_000), -210), "2025-12-31 20:30:00");
        assert_eq!(time(None, 0), "");
    }
}
