//! Shared folders. A user creates one in the personal space, owns it, and shares it with the members of its group.

mod changes;
mod queries;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::shared_folder::SharedFolder;
use crate::services::koodrive::drive::{members, names};
use crate::services::koodrive::{albums, refused, shared_folder_members};

/// The number of members of a shared folder, with its owner.
pub(super) const MAX_MEMBERS: usize = 6;

pub(super) fn register(registry: &mut Registry) {
    changes::register(registry);
    queries::register(registry);
}

/// Checks that the caller owns a shared folder.
///
/// # Errors
/// Returns 13000410 for others.
pub(super) fn require_owner(cx: &Context<'_>, shared: &SharedFolder) -> Result<(), ApiError> {
    if shared.owner == cx.caller.id { Ok(()) } else { Err(refused("13000410")) }
}

/// Checks the name of a shared folder.
fn require_name(field: &str, name: &str) -> Result<(), ApiError> {
    names::validate(name)?;
    if names::has_emoji(name) { Err(ApiError::invalid(format!("{field} must not contain emoji"))) } else { Ok(()) }
}

/// Returns the name of a shared folder. Its owner can rename the folder with the operations on files, too.
pub(super) fn name(cx: &Context<'_>, shared: &SharedFolder) -> Result<String, ApiError> {
    Ok(shared.folder(cx)?.map_or_else(|| shared.name.clone(), |folder| folder.name))
}

/// Ends the sharing of a folder: its members, invitations and albums are gone. The folder itself remains.
fn end(cx: &Context<'_>, shared: &SharedFolder) -> Result<(), ApiError> {
    for user in members::users_of(cx, &shared.group)? {
        members::remove(cx, &shared.group, &user)?;
    }
    shared_folder_members::delete_invitations(cx, &shared.group)?;
    albums::delete_of_group(cx, &shared.group)?;
    let mut ended = shared.clone();
    ended.deleted_at = Some(cx.now);
    cx.records().update(&ended).map(drop)
}

/// Ends the sharing of all folders of a user.
pub(super) fn end_all(cx: &Context<'_>, owner: &str) -> Result<(), ApiError> {
    let owned = cx.records::<SharedFolder>().query().filter("owner", owner.to_owned()).all()?;
    owned.iter().filter(|shared| shared.deleted_at.is_none()).try_for_each(|shared| end(cx, shared))
}
