//! Reading tickets. Where a ticket stands follows from its state and the time.

use hwc_models::osm::{
    BusinessOwnership, CaseDetail, CaseExtraInfo, CaseInfo, CaseStatus, ListCases, ListCasesResponse, ShowCaseDetail,
    ShowCaseDetailResponse,
};
use rusqlite::{Row, named_params};

use super::{CUSTOMER, PAGE, message_rows, require_case};
use crate::context::Context;
use crate::refusal::Refusal;

/// Tickets as they stand at `:now`.
const CASES: &str =
    "SELECT *, CASE WHEN status = 0 AND taken_up_at <= :now THEN 1 ELSE status END AS present FROM cases";

/// What is left of them by the filters of ListCases.
const FILTER: &str = "WHERE (:incident = '' OR id = :incident)
     AND (:status IS NULL OR present = :status)
     AND (:user_id = '' OR user_id = :user_id)
     AND (:user_name = '' OR user_name = :user_name)
     AND (:start IS NULL OR opened_at >= :start)
     AND (:end IS NULL OR opened_at <= :end)
     AND (:key = '' OR instr(lower(description), lower(:key)) > 0 OR instr(lower(id), lower(:key)) > 0)
     AND NOT EXISTS (SELECT 1 FROM json_each(:words) WHERE instr(lower(description), lower(value)) = 0)";

pub(super) fn list(cx: &mut Context<'_>, request: &ListCases) -> Result<ListCasesResponse, Refusal> {
    // Nothing puts labels on tickets yet, so no ticket has one that is asked for.
    let labelled = request.label_id_list.as_ref().is_some_and(|labels| !labels.is_empty());
    let (offset, limit) = (request.offset.unwrap_or(0), request.limit.unwrap_or(PAGE));
    let sql =
        format!("WITH present AS ({CASES}) SELECT * FROM present {FILTER} AND NOT :labelled ORDER BY number DESC");
    let mut statement = cx.db.prepare_cached(&sql)?;
    let rows = statement.query_map(
        named_params! {
            ":now": cx.now,
            ":incident": request.incident_id.as_ref().map_or("", |id| id.as_str()),
            ":status": request.status.map(|status| status.code()),
            ":user_id": request.x_customer_id.as_ref().map_or("", |id| id.as_str()),
            ":user_name": request.x_customer_name.as_deref().unwrap_or(""),
            ":start": cx.millis("query_start_time", request.query_start_time.as_ref())?,
            ":end": cx.millis("query_end_time", request.query_end_time.as_ref())?,
            ":key": request.app_key.as_deref().unwrap_or(""),
            ":words": serde_json::json!(request.search_key.as_deref().unwrap_or_default()).to_string(),
            ":labelled": labelled,
        },
        |row| info(cx, row),
    )?;
    let all = rows.collect::<Result<Vec<CaseInfo>, _>>()?;
    let mut answer = ListCasesResponse::default();
    answer.total_count = Some(all.len() as u64);
    answer.incident_info_list = all.into_iter().skip(offset as usize).take(limit as usize).collect();
    Ok(answer)
}

fn info(cx: &Context<'_>, row: &Row<'_>) -> rusqlite::Result<CaseInfo> {
    let mut info = CaseInfo::default();
    info.xcustomer_id = Some(row.get::<_, String>("user_id")?.into());
    info.xcustomer_name = row.get("user_name")?;
    info.status = Some(CaseStatus::from(row.get::<_, i64>("present")?));
    info.incident_id = Some(row.get::<_, String>("id")?.into());
    info.business_type_name = row.get("business_type")?;
    info.incident_type_name = row.get("sub_type")?;
    info.product_category_name = row.get("product")?;
    info.customer_id = Some(CUSTOMER.into());
    info.dc_name = row.get("region")?;
    info.simple_description = row.get("description")?;
    info.create_time = Some(cx.time(row.get("opened_at")?));
    Ok(info)
}

pub(super) fn show(cx: &mut Context<'_>, request: &ShowCaseDetail) -> Result<ShowCaseDetailResponse, Refusal> {
    require_case(cx.db, &request.case_id)?;
    let sql = format!("{CASES} WHERE id = :id");
    let parameters = named_params! { ":now": cx.now, ":id": request.case_id.as_str() };
    let mut case = cx.db.prepare_cached(&sql)?.query_row(parameters, |row| detail(cx, row))?;
    let plain = request.trim_osm_rich_text_label.unwrap_or(true);
    case.message_list = message_rows::in_detail(cx, request.case_id.as_str(), plain)?;
    let mut answer = ShowCaseDetailResponse::default();
    answer.incident_detail_info = Some(case);
    Ok(answer)
}

fn detail(cx: &Context<'_>, row: &Row<'_>) -> rusqlite::Result<CaseDetail> {
    let mut case = CaseDetail::default();
    case.xcustomer_id = Some(row.get::<_, String>("user_id")?.into());
    case.xcustomer_name = row.get("user_name")?;
    case.status = Some(CaseStatus::from(row.get::<_, i64>("present")?));
    case.judgement = Some(String::new());
    case.incident_id = Some(row.get::<_, String>("id")?.into());
    case.business_type_name = row.get("business_type")?;
    case.incident_type_name = row.get("sub_type")?;
    case.customer_id = Some(CUSTOMER.into());
    case.dc_name = row.get("region")?;
    case.simple_description = row.get("description")?;
    case.source_name = Some("API".to_owned());
    case.create_time = Some(cx.time(row.get("opened_at")?));
    case.severity_name = row.get("severity")?;
    case.business_ownership = Some(BusinessOwnership::HuaweiCloud);
    case.ext_info = Some(extra(row)?);
    Ok(case)
}

fn extra(row: &Row<'_>) -> rusqlite::Result<CaseExtraInfo> {
    let mut extra = CaseExtraInfo::default();
    extra.area_code = row.get("area_code")?;
    extra.remind_mobile = row.get("remind_mobile")?;
    extra.remind_mail = row.get("remind_mail")?;
    extra.remind_time = row.get("remind_time")?;
    Ok(extra)
}
