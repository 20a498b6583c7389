//! The outcome of tasks that imported users. No operation of the spec starts such a task yet. The demo data has one.

use hwc_models::koodrive::{GetTaskResult, GetTaskResultResponse, UserImportFailure, UserImportResult};
use rusqlite::OptionalExtension;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::refused;

pub(super) fn result(cx: &mut Context<'_>, request: &GetTaskResult) -> Result<GetTaskResultResponse, ApiError> {
    let id = request.task_id.as_ref().map_or("", |id| id.as_str());
    let mut statement = cx.db.prepare_cached("SELECT succeeded FROM imports WHERE id = ?1")?;
    let succeeded: Option<i64> = statement.query_row([id], |row| row.get(0)).optional()?;
    let succeeded = succeeded.ok_or_else(|| refused("13000309"))?;
    let failures = "SELECT name, reason FROM import_failures WHERE import = ?1 ORDER BY name";
    let mut statement = cx.db.prepare_cached(failures)?;
    let rows = statement.query_map([id], |row| {
        let mut failure = UserImportFailure::default();
        failure.user_name = row.get(0)?;
        failure.desc = row.get(1)?;
        Ok(failure)
    })?;
    let mut result = UserImportResult::default();
    result.fail_info_list = rows.collect::<Result<_, _>>()?;
    result.success_count = Some(succeeded.unsigned_abs());
    result.fail_count = Some(result.fail_info_list.len() as u64);
    let mut response = GetTaskResultResponse::default();
    response.data = Some(result);
    Ok(response)
}
