//! The log of the actions on each ticket. Every handler that changes a ticket writes to it.

use hwc_models::osm::{CaseLogEntry, CaseOperation, ListCaseOperateLogs, ListCaseOperateLogsResponse};
use rusqlite::{Connection, Row};

use super::names::{Named, name_of};
use super::{ENGINEER, PAGE, require_case};
use crate::context::{Caller, Context, Deferred};
use crate::refusal::Refusal;
use crate::sandbox::Sandbox;
use crate::times;

/// The number of entries in one transaction. Other requests wait for it, for a few milliseconds.
const AT_ONCE: usize = 500;

/// The default texts of entries without a description.
const OPERATIONS: &[Named] = &[
    Named { id: "0", chinese: "创建工单", english: "Opened the ticket" },
    Named { id: "2", chinese: "催单", english: "Asked to hurry" },
    Named { id: "3", chinese: "关闭工单", english: "Closed the ticket" },
    Named { id: "4", chinese: "取消工单", english: "Cancelled the ticket" },
    Named { id: "5", chinese: "评价工单", english: "Rated the ticket" },
    Named { id: "13", chinese: "删除工单", english: "Deleted the ticket" },
    Named { id: "16", chinese: "用户中心驳回", english: "Turned down by the user centre" },
    Named { id: "73", chinese: "确认授权", english: "Granted access" },
    Named { id: "74", chinese: "拒绝授权", english: "Refused access" },
    Named { id: "83", chinese: "取消授权", english: "Took back access" },
    Named { id: "84", chinese: "导出工单", english: "Exported the ticket" },
    Named { id: "85", chinese: "反馈工单", english: "Answered" },
    Named { id: "114", chinese: "修改联系方式", english: "Changed a way of contact" },
    Named { id: "115", chinese: "删除联系方式", english: "Removed a way of contact" },
];

/// Logs an action of the caller on a ticket at the current time.
pub(super) fn note(cx: &Context<'_>, case: &str, operation: CaseOperation) -> Result<(), Refusal> {
    write(cx, case, operation, None, cx.now)
}

/// Logs an action of the caller on a ticket at `at`.
pub(super) fn note_at(cx: &Context<'_>, case: &str, operation: CaseOperation, at: i64) -> Result<(), Refusal> {
    write(cx, case, operation, None, at)
}

/// Logs an action of the caller on a ticket at the current time, with the caller's comment if there is one.
pub(super) fn note_with(
    cx: &Context<'_>,
    case: &str,
    operation: CaseOperation,
    said: Option<&str>,
) -> Result<(), Refusal> {
    write(cx, case, operation, said.filter(|said| !said.is_empty()), cx.now)
}

fn write(cx: &Context<'_>, case: &str, operation: CaseOperation, said: Option<&str>, at: i64) -> Result<(), Refusal> {
    Ok(Entry { case, operation, caller: &cx.caller, said, at }.insert(cx.db)?)
}

/// Returns writes that log an action of the caller on many tickets, at the current time.
pub(super) fn note_all(cx: &Context<'_>, cases: Vec<String>, operation: CaseOperation) -> Deferred {
    let (caller, at) = (cx.caller.clone(), cx.now);
    let mut cases = cases.into_iter();
    Box::new(move |db| {
        for case in cases.by_ref().take(AT_ONCE) {
            Entry { case: &case, operation, caller: &caller, said: None, at }.insert(db)?;
        }
        Ok(cases.len() > 0)
    })
}

/// An action on a ticket.
struct Entry<'a> {
    case: &'a str,
    operation: CaseOperation,
    caller: &'a Caller,
    said: Option<&'a str>,
    at: i64,
}

impl Entry<'_> {
    fn insert(&self, db: &Connection) -> rusqlite::Result<()> {
        let operator_type = i64::from(self.caller.id == ENGINEER.0);
        let (id, name) = (&self.caller.id, &self.caller.name);
        db.prepare_cached(
            "INSERT INTO case_logs (case_id, operation, operator_type, user_id, user_name, note, done_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute((self.case, self.operation.code(), operator_type, id, name, self.said, self.at))
        .map(drop)
    }
}

pub(super) fn register(sandbox: &Sandbox) {
    sandbox.behaves(list);
}

fn list(cx: &mut Context<'_>, request: &ListCaseOperateLogs) -> Result<ListCaseOperateLogsResponse, Refusal> {
    require_case(cx, &request.case_id)?;
    let case = request.case_id.as_str();
    let mut answer = ListCaseOperateLogsResponse::default();
    let count = "SELECT count(*) FROM case_logs WHERE case_id = ?1 AND done_at <= ?2";
    answer.total_count = Some(cx.db.prepare_cached(count)?.query_row((case, cx.now), |row| row.get(0))?);
    let mut statement = cx.db.prepare_cached(
        "SELECT number, case_id, operation, operator_type, user_id, user_name, note, done_at FROM case_logs
         WHERE case_id = ?1 AND done_at <= ?2 ORDER BY done_at, number LIMIT ?3 OFFSET ?4",
    )?;
    let (limit, offset) = (request.limit.unwrap_or(PAGE), request.offset.unwrap_or(0));
    let rows = statement.query_map((case, cx.now, limit, offset), |row| entry(cx, row))?;
    answer.incident_operate_log_list = rows.collect::<Result<_, _>>()?;
    Ok(answer)
}

fn entry(cx: &Context<'_>, row: &Row<'_>) -> rusqlite::Result<CaseLogEntry> {
    let (operation, said): (i64, Option<String>) = (row.get(2)?, row.get(6)?);
    let mut entry = CaseLogEntry::default();
    entry.incident_log_id = Some(row.get::<_, i64>(0)?.to_string().into());
    entry.incident_id = Some(row.get::<_, String>(1)?.into());
    entry.operate_type = Some(operation.into());
    entry.operator_type = Some(row.get(3)?);
    entry.operator_id = Some(row.get::<_, String>(4)?.into());
    entry.operator_name = row.get(5)?;
    entry.operate_desc = Some(said.unwrap_or_else(|| name_of(cx, OPERATIONS, &operation.to_string())));
    entry.operate_time = Some(times::osm(row.get(7)?));
    entry.timestamp_operate_time = entry.operate_time.clone();
    Ok(entry)
}
