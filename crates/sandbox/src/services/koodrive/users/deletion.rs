//! The deletion of a user with everything that belongs to the user.

use hwc_models::koodrive::{AccountStatus, SpaceType, User, UserId};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context};
use crate::runtime::records::{Owner, Records, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::grants;
use crate::services::koodrive::{accounts, albums, backup, groups, messages, shared_folders, spaces};

/// A note that a user was deleted.
#[derive(Serialize, Deserialize)]
struct DeletedUser {
    id: String,
}

impl StoredRecord for DeletedUser {
    const KIND: &'static str = "koodrive.deleted_user";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.id
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<DeletedUser>();
}

/// Deletes a user with the personal spaces and their files, the backups, the messages and the memberships in groups. The files of the user
/// in other spaces remain. So do the sessions, whose tokens are refused from now on.
pub(in crate::services::koodrive) fn delete(cx: &Context<'_>, user: &User) -> Result<(), ApiError> {
    let id = user.id.as_ref().map_or("", UserId::as_str);
    let caller = Caller { id: id.to_owned(), name: user.name.clone().unwrap_or_default() };
    backup::delete_all(&cx.on_behalf_of(caller, cx.now))?;
    spaces::remove_all(cx, id, SpaceType::Personal)?;
    groups::leave_all(cx, id)?;
    shared_folders::end_all(cx, id)?;
    albums::delete_of_user(cx, id)?;
    grants::delete_of_user(cx, id, None)?;
    messages::delete_all(cx, id)?;
    cx.records::<User>().delete(id)?;
    cx.records().put(&DeletedUser { id: id.to_owned() })
}

/// Returns true for a user who was deleted.
pub(crate) fn is_deleted(db: &Connection, user: &str) -> Result<bool, ApiError> {
    Ok(Records::<DeletedUser>::of_owner(db, Owner::COMPANY).get(user)?.is_some())
}

/// Returns true for a user who cannot sign in: one who is disabled, frozen or deleted.
pub(crate) fn is_locked(db: &Connection, user: &str) -> Result<bool, ApiError> {
    if let Some(account) = accounts::get(db, user)? {
        return Ok(account.frozen);
    }
    match Records::<User>::of_owner(db, Owner::COMPANY).get(user)? {
        Some(user) => Ok(user.status.is_some_and(|status| status != AccountStatus::Enabled)),
        None => is_deleted(db, user),
    }
}
