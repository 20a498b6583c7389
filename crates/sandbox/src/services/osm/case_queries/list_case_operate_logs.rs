//! The log of a ticket.

use hwc_models::osm::{CaseLogEntry, ListCaseOperateLogs, ListCaseOperateLogsResponse};
use rusqlite::Row;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times;
use crate::services::osm::localized::{LocalizedName, localized_name};
use crate::services::osm::{PAGE, require_case};

/// The default texts of entries without a description.
const OPERATIONS: &[LocalizedName] = &[
    LocalizedName { id: "0", chinese: "创建工单", english: "Opened the ticket" },
    LocalizedName { id: "2", chinese: "催单", english: "AuthRequest to hurry" },
    LocalizedName { id: "3", chinese: "关闭工单", english: "Closed the ticket" },
    LocalizedName { id: "4", chinese: "取消工单", english: "Cancelled the ticket" },
    LocalizedName { id: "5", chinese: "评价工单", english: "Rated the ticket" },
    LocalizedName { id: "13", chinese: "删除工单", english: "Deleted the ticket" },
    LocalizedName { id: "16", chinese: "用户中心驳回", english: "Turned down by the user centre" },
    LocalizedName { id: "73", chinese: "确认授权", english: "Granted access" },
    LocalizedName { id: "74", chinese: "拒绝授权", english: "Refused access" },
    LocalizedName { id: "83", chinese: "取消授权", english: "Took back access" },
    LocalizedName { id: "84", chinese: "导出工单", english: "Exported the ticket" },
    LocalizedName { id: "85", chinese: "反馈工单", english: "Answered" },
    LocalizedName { id: "114", chinese: "修改联系方式", english: "Changed a way of contact" },
    LocalizedName { id: "115", chinese: "删除联系方式", english: "Removed a way of contact" },
];

pub(super) fn list(
    cx: &mut Context<'_>,
    request: &ListCaseOperateLogs,
) -> Result<ListCaseOperateLogsResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    let case = request.case_id.as_str();
    let mut response = ListCaseOperateLogsResponse::default();
    let count = "SELECT count(*) FROM case_logs WHERE case_id = ?1 AND done_at <= ?2";
    response.total_count = Some(cx.db.prepare_cached(count)?.query_row((case, cx.now), |row| row.get(0))?);
    let mut statement = cx.db.prepare_cached(
        "SELECT number, case_id, operation, operator_type, user_id, user_name, note, done_at FROM case_logs
         WHERE case_id = ?1 AND done_at <= ?2 ORDER BY done_at, number LIMIT ?3 OFFSET ?4",
    )?;
    let (limit, offset) = (request.limit.unwrap_or(PAGE), request.offset.unwrap_or(0));
    let rows = statement.query_map((case, cx.now, limit, offset), |row| entry(cx, row))?;
    response.incident_operate_log_list = rows.collect::<Result<_, _>>()?;
    Ok(response)
}

fn entry(cx: &Context<'_>, row: &Row<'_>) -> rusqlite::Result<CaseLogEntry> {
    let (operation, comment): (i64, Option<String>) = (row.get(2)?, row.get(6)?);
    let mut entry = CaseLogEntry::default();
    entry.incident_log_id = Some(row.get::<_, i64>(0)?.to_string().into());
    entry.incident_id = Some(row.get::<_, String>(1)?.into());
    entry.operate_type = Some(operation.into());
    entry.operator_type = Some(row.get(3)?);
    entry.operator_id = Some(row.get::<_, String>(4)?.into());
    entry.operator_name = row.get(5)?;
    entry.operate_desc = Some(comment.unwrap_or_else(|| localized_name(cx, OPERATIONS, &operation.to_string())));
    entry.operate_time = Some(times::osm(row.get(7)?));
    entry.timestamp_operate_time = entry.operate_time.clone();
    Ok(entry)
}
