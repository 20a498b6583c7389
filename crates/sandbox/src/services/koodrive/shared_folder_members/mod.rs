//! The members of shared folders. The owner invites them by phone number and can remove them. They accept or refuse, and can
//! leave.

mod confirm;
mod invitation;
mod invite;
mod queries;
mod removal;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::shared_folder::SharedFolder;
use crate::services::koodrive::refused;

pub(crate) use invitation::add as add_invitation;
pub(super) use invitation::delete_all as delete_invitations;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<invitation::StoredInvitation>();
    confirm::register(registry);
    invite::register(registry);
    queries::register(registry);
    removal::register(registry);
}

/// Finds the shared folder of a group.
///
/// # Errors
/// Returns 13000309 for another group and for a folder that is not shared anymore.
fn shared_folder(cx: &Context<'_>, group: &str) -> Result<SharedFolder, ApiError> {
    let shared = SharedFolder::of_group(cx, group)?.ok_or_else(|| refused("13000309"))?;
    if shared.folder(cx)?.is_some() { Ok(shared) } else { Err(refused("13000309")) }
}
