//! Records of engineers on hosts: their finished sessions, and the commands and files of each.

use hwc_models::osm::{
    AuthorizationId, BastionCommand, BastionSession, BastionTransfer, ListHistoryOperateLogs,
    ListHistoryOperateLogsResponse, ListHistorySessions, ListHistorySessionsResponse, ListTransportHistories,
    ListTransportHistoriesResponse, LogOrder,
};
use rusqlite::Row;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times;
use crate::services::osm::authorizations::confirm_authorizations::detail_not_found;
use crate::services::osm::authorizations::grant;
use crate::services::osm::filters::{Filters, List};
use crate::services::osm::{PAGE, rejected};

const SESSIONS: List = List { table: "bastion_sessions", join: "", columns: "*", order: "ended_at DESC, id DESC" };

/// The same list in both orders.
const COMMANDS: [List; 2] = [
    List { table: "bastion_commands", join: "", columns: "*", order: "run_at DESC, number DESC" },
    List { table: "bastion_commands", join: "", columns: "*", order: "run_at, number" },
];
const TRANSFERS: [List; 2] = [
    List { table: "bastion_transfers", join: "", columns: "*", order: "moved_at DESC, number DESC" },
    List { table: "bastion_transfers", join: "", columns: "*", order: "moved_at, number" },
];

pub(super) fn sessions(
    cx: &mut Context<'_>,
    request: &ListHistorySessions,
) -> Result<ListHistorySessionsResponse, ApiError> {
    require_detail(cx, &request.authorization_id, request.authorization_detail_id)?;
    let mut filters = Filters::default();
    filters.and("detail = ?", &[&request.authorization_detail_id]);
    filters.and("ended_at <= ?", &[&cx.now]);
    let mut response = ListHistorySessionsResponse::default();
    response.total_count = Some(filters.count(cx.db, &SESSIONS)?);
    let page = page(request.offset, request.limit.map(Into::into));
    response.session_list = filters.page(cx.db, &SESSIONS, page, session)?;
    Ok(response)
}

fn session(row: &Row<'_>) -> rusqlite::Result<BastionSession> {
    let (started, ended) = (row.get("started_at")?, row.get("ended_at")?);
    let mut session = BastionSession::default();
    session.session_id = row.get("id")?;
    session.duration = Some(duration(ended - started));
    session.start_time = Some(times::osm(started));
    session.end_time = Some(times::osm(ended));
    Ok(session)
}

pub(super) fn commands(
    cx: &mut Context<'_>,
    request: &ListHistoryOperateLogs,
) -> Result<ListHistoryOperateLogsResponse, ApiError> {
    require_detail(cx, &request.authorization_id, request.authorization_detail_id)?;
    require_session(cx, request.authorization_detail_id, request.session_id)?;
    let list = in_order(&COMMANDS, request.sort)?;
    let mut filters = Filters::default();
    filters.and("session = ?", &[&request.session_id]);
    let mut response = ListHistoryOperateLogsResponse::default();
    response.total_count = Some(filters.count(cx.db, list)?);
    let page = page(request.offset, request.limit.map(Into::into));
    response.ops_list = filters.page(cx.db, list, page, |row| {
        let mut command = BastionCommand::default();
        command.oper = row.get("command")?;
        command.operate_time = Some(times::osm(row.get("run_at")?));
        Ok(command)
    })?;
    Ok(response)
}

pub(super) fn transfers(
    cx: &mut Context<'_>,
    request: &ListTransportHistories,
) -> Result<ListTransportHistoriesResponse, ApiError> {
    require_detail(cx, &request.authorization_id, request.authorization_detail_id)?;
    require_session(cx, request.authorization_detail_id, request.session_id)?;
    let list = in_order(&TRANSFERS, request.sort)?;
    let mut filters = Filters::default();
    filters.and("session = ?", &[&request.session_id]);
    let mut response = ListTransportHistoriesResponse::default();
    response.total_count = Some(filters.count(cx.db, list)?);
    let page = page(request.offset, request.limit.map(Into::into));
    response.file_ops_list = filters.page(cx.db, list, page, transfer)?;
    Ok(response)
}

fn transfer(row: &Row<'_>) -> rusqlite::Result<BastionTransfer> {
    let mut transfer = BastionTransfer::default();
    transfer.duration = Some(duration(row.get("took")?));
    transfer.operate_time = Some(times::osm(row.get("moved_at")?));
    transfer.operate_type = row.get("kind")?;
    transfer.file_name = row.get("file_name")?;
    transfer.from_path = row.get("from_path")?;
    transfer.to_path = row.get("to_path")?;
    transfer.file_size = row.get("size")?;
    transfer.oper_result = row.get("result")?;
    Ok(transfer)
}

/// Returns offset and limit. -1 is treated as missing, because no source documents it.
fn page(offset: Option<i32>, limit: Option<i64>) -> (i64, i64) {
    (offset.unwrap_or(0).into(), limit.unwrap_or(PAGE.into()))
}

fn in_order(lists: &[List; 2], order: Option<LogOrder>) -> Result<&List, ApiError> {
    match order {
        None | Some(LogOrder::NewestFirst) => Ok(&lists[0]),
        Some(LogOrder::OldestFirst) => Ok(&lists[1]),
        Some(_) => Err(rejected("sort must be 0 or 1.")),
    }
}

/// Returns an error if the grant is unknown or has no such detail.
fn require_detail(cx: &Context<'_>, grant: &AuthorizationId, detail: i64) -> Result<(), ApiError> {
    let grant = grant::find(cx, grant)?;
    let mut known = cx.db.prepare_cached("SELECT 1 FROM authorization_details WHERE id = ?1 AND grant_id = ?2")?;
    if known.exists((detail, grant.id))? { Ok(()) } else { Err(detail_not_found()) }
}

/// Returns an error if the host has no such session, or it has not ended.
fn require_session(cx: &Context<'_>, detail: i64, session: i64) -> Result<(), ApiError> {
    let sql = "SELECT 1 FROM bastion_sessions WHERE id = ?1 AND detail = ?2 AND ended_at <= ?3";
    let known = cx.db.prepare_cached(sql)?.exists((session, detail, cx.now))?;
    if known { Ok(()) } else { Err(rejected("The host does not have this session.")) }
}

/// Formats a duration as hours, minutes and seconds.
fn duration(millis: i64) -> String {
    let seconds = millis / 1000;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
