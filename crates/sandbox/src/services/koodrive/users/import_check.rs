//! `BatchImportUserPreVerify`: the check of users before a task imports them. The latest check of an administrator is stored for
//! the task.

use hwc_models::koodrive::{
    BatchImportUserPreVerify, BatchImportUserPreVerifyResponse, ImportCheck as RowResult, ImportUser, SpaceType,
};
use serde::{Deserialize, Serialize};

use super::limit;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::departments::{self, names_below};
use crate::services::koodrive::roles;
use crate::services::koodrive::spaces::capacity;

/// The values of `isSuccess`.
const PASSED: i64 = 0;
const FAILED: i64 = 1;

/// The latest check of an administrator.
#[derive(Serialize, Deserialize)]
struct ImportCheck {
    /// The administrator.
    user: String,
    rows: Vec<ImportRow>,
}

/// A user to import.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::services::koodrive) struct ImportRow {
    pub(in crate::services::koodrive) department: String,
    /// The size of the personal space in GB, 0 without one.
    pub(in crate::services::koodrive) space_size: u64,
    /// The reason why the user cannot be imported.
    pub(in crate::services::koodrive) failure: Option<String>,
}

impl StoredRecord for ImportCheck {
    const KIND: &'static str = "koodrive.import_check";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.user
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<ImportCheck>().register(check);
}

/// Returns the users of the caller's latest check, and deletes it.
pub(in crate::services::koodrive) fn take(cx: &Context<'_>) -> Result<Option<Vec<ImportRow>>, ApiError> {
    let checks = cx.records::<ImportCheck>();
    let check = checks.get(&cx.caller.id)?;
    checks.delete(&cx.caller.id)?;
    Ok(check.map(|check| check.rows))
}

/// The users and the capacity that are left for an import.
struct Remaining {
    users: u64,
    capacity: u64,
}

fn check(
    cx: &mut Context<'_>,
    request: &BatchImportUserPreVerify,
) -> Result<BatchImportUserPreVerifyResponse, ApiError> {
    let current = request.cur_dept_id.as_str();
    roles::require_owner_admin(cx, current, SpaceType::Department)?;
    departments::find(cx, current)?;
    let mut remaining = Remaining { users: limit::free(cx)?, capacity: capacity::free(cx, SpaceType::Personal)? };
    let mut rows = Vec::new();
    for user in &request.users {
        let mut row = row(cx, request, user)?;
        row.failure = row.failure.or_else(|| remaining.take(row.space_size));
        rows.push(row);
    }
    let mut response = BatchImportUserPreVerifyResponse::default();
    response.data = rows.iter().map(result).collect();
    cx.records().put(&ImportCheck { user: cx.caller.id.clone(), rows })?;
    Ok(response)
}

/// Checks one user. The department is at or below the current one.
fn row(cx: &Context<'_>, request: &BatchImportUserPreVerify, user: &ImportUser) -> Result<ImportRow, ApiError> {
    let wanted = user.target_dept_name.as_deref().unwrap_or_default();
    let found = if wanted.is_empty() {
        Some(request.cur_dept_id.to_string())
    } else {
        let below = names_below(cx, Some(&request.cur_dept_id), false)?;
        below.into_iter().find(|(_, name)| name == wanted).map(|(id, _)| id)
    };
    let wants_space = user.is_allocate_capacity.unwrap_or(false);
    let space_size = if wants_space { user.personal_capacity.unwrap_or_default() } else { 0 };
    let failure = match &found {
        None => Some("unknown department"),
        Some(id) if !roles::is_owner_admin(cx, id, SpaceType::Department)? => Some("no right in the department"),
        Some(_) if wants_space && space_size == 0 => Some("the personal space needs at least 1 GB"),
        Some(_) => None,
    };
    Ok(ImportRow { department: found.unwrap_or_default(), space_size, failure: failure.map(str::to_owned) })
}

impl Remaining {
    /// Reserves a user and the size of a space. Returns the reason if there is not enough.
    fn take(&mut self, size: u64) -> Option<String> {
        let Some(users) = self.users.checked_sub(1) else {
            return Some("the organization has its maximum number of users".to_owned());
        };
        let Some(capacity) = self.capacity.checked_sub(size) else {
            return Some("the capacity for personal spaces is exceeded".to_owned());
        };
        (self.users, self.capacity) = (users, capacity);
        None
    }
}

fn result(row: &ImportRow) -> RowResult {
    let mut result = RowResult::default();
    result.is_success = Some(if row.failure.is_some() { FAILED } else { PASSED });
    result.reason.clone_from(&row.failure);
    result
}
