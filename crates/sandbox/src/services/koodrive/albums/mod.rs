//! Albums: files that a user adds, or that the service collects from folders. An album gives no rights: it has the files that its
//! viewer may see.

mod changes;
mod content;
mod queries;
mod record;
mod sources;

pub(crate) use record::add_manual;
pub(super) use record::{delete_of_group, delete_of_user, remove_file};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::shared_folder::SharedFolder;
use crate::services::koodrive::{groups, refused};
use record::{AlbumEntry, StoredAlbum};

pub(super) fn register(registry: &mut Registry) {
    registry.store::<StoredAlbum>().store::<AlbumEntry>();
    changes::register(registry);
    content::register(registry);
    queries::register(registry);
}

/// Finds an album that the caller sees: an own one, or one of a group of the caller. The call works in the shared folder of the
/// group, if it has one.
///
/// # Errors
/// Returns 13000309 for an unknown album, and 13000410 for one that the caller does not see.
fn visible(cx: &mut Context<'_>, id: &str) -> Result<StoredAlbum, ApiError> {
    let album: StoredAlbum = cx.records().get(id)?.ok_or_else(|| refused("13000309"))?;
    match &album.group {
        Some(group) => enter_group(cx, group)?,
        None if album.owner == cx.caller.id => {}
        None => return Err(refused("13000410")),
    }
    Ok(album)
}

/// Finds an album that the caller owns.
///
/// # Errors
/// Returns the errors of [`visible`], and 13000410 for the album of another member of the group.
fn owned(cx: &mut Context<'_>, id: &str) -> Result<StoredAlbum, ApiError> {
    let album = visible(cx, id)?;
    if album.owner == cx.caller.id { Ok(album) } else { Err(refused("13000410")) }
}

/// Checks that the caller is a member of a group. If it is that of a shared folder, the call works in this folder from now on.
///
/// # Errors
/// Returns 13000309 for an unknown group, and 13000410 for others than members.
fn enter_group(cx: &mut Context<'_>, group: &str) -> Result<(), ApiError> {
    match SharedFolder::of_group(cx, group)? {
        Some(shared) => shared.enter(cx),
        None => groups::require_member(cx, group),
    }
}
