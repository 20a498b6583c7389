//! `UpdateUser` and `DeleteUser` for accounts, for the administrator, who acts for the carrier.

use hwc_models::koodrive::{AccountStatus, SpaceType, UpdateUser};

use super::{Account, find, sessions};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::{backup, messages, roles, spaces};

/// Freezes an account or enables it again. Accounts have no other status, no role and no department.
pub(in crate::services::koodrive) fn update(cx: &Context<'_>, request: &UpdateUser) -> Result<(), ApiError> {
    roles::require_system_admin(cx)?;
    let mut account = find(cx, request.user_id.as_str())?;
    if request.role.is_some() || request.dept_id.is_some() {
        return Err(ApiError::invalid("an account of a carrier has neither a role nor a department"));
    }
    account.frozen = match request.status {
        None => account.frozen,
        Some(AccountStatus::Enabled) => false,
        Some(AccountStatus::Frozen) => true,
        Some(_) => return Err(ApiError::invalid("status of an account of a carrier must be 0 or 7")),
    };
    cx.records().update(&account)?;
    Ok(())
}

/// Deletes an account with its space, its backups, its messages and its sessions. Its orders remain.
pub(in crate::services::koodrive) fn delete(cx: &Context<'_>, id: &str) -> Result<(), ApiError> {
    roles::require_system_admin(cx)?;
    let account = find(cx, id)?;
    backup::delete_all(&cx.on_behalf_of(account.caller(), cx.now))?;
    spaces::remove_all(cx, id, SpaceType::Personal)?;
    messages::delete_all(cx, id)?;
    sessions::end_all(cx, id)?;
    cx.records::<Account>().delete(id)?;
    Ok(())
}
