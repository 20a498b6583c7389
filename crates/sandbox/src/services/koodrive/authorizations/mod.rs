//! The rights of users on the spaces of teams and on their files. The managers of a team give them.

mod initial;
mod list;
mod managers;
mod update;

pub(super) use initial::{has_template as has_initial, join, leave};

use hwc_models::koodrive::{Space, SpaceType, TeamSpaceType};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::refused;

pub(super) fn register(registry: &mut Registry) {
    initial::register(registry);
    list::register(registry);
    update::register(registry);
}

/// Finds a space of a team by its ID.
///
/// # Errors
/// Returns 13000301 for an unknown space, and 13000415 for one of another kind.
fn team_space(cx: &Context<'_>, id: &str, kind: TeamSpaceType) -> Result<Space, ApiError> {
    let space: Space = cx.records().get(id)?.ok_or_else(|| refused("13000301"))?;
    if space.kind == Some(space_type(kind)?) { Ok(space) } else { Err(refused("13000415")) }
}

/// Returns the type of space that a kind of team has.
fn space_type(kind: TeamSpaceType) -> Result<SpaceType, ApiError> {
    match kind {
        TeamSpaceType::Department => Ok(SpaceType::Department),
        TeamSpaceType::Group => Ok(SpaceType::Group),
        _ => Err(ApiError::invalid("the type of space must be 0 or 1")),
    }
}
