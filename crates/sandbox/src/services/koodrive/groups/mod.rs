//! Groups of users. Any user creates groups and owns them. The owner changes a group, and its members see it.

mod changes;
pub(super) mod members;
mod pins;
mod queries;

use hwc_models::koodrive::{GroupKind, MessageType, SpaceType};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::members as memberships;
use crate::services::koodrive::{albums, long_id, messages, refused, spaces};

/// The characters that are not allowed in a name.
const FORBIDDEN: &str = "<>|:\"*?/\\";

/// The number of characters of a name.
const MAX_NAME: usize = 30;

/// The number of members of a group.
pub(super) const MAX_MEMBERS: usize = 200;

/// A stored group.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct UserGroup {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: i64,
    /// The user who owns the group.
    #[serde(default)]
    pub(crate) owner: Option<String>,
    /// The URL of its icon.
    #[serde(default)]
    pub(crate) icon: Option<String>,
    #[serde(default)]
    pub(crate) created_at: i64,
    #[serde(default)]
    pub(crate) updated_at: i64,
}

impl StoredRecord for UserGroup {
    const KIND: &'static str = "koodrive.user_group";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.id
    }
}

impl UserGroup {
    /// Stores a new group of the caller.
    pub(super) fn create(
        cx: &Context<'_>,
        name: &str,
        kind: GroupKind,
        icon: Option<String>,
    ) -> Result<Self, ApiError> {
        let group = Self {
            id: long_id(cx.next_number("user group")?),
            name: name.to_owned(),
            kind: kind.code(),
            owner: Some(cx.caller.id.clone()),
            icon,
            created_at: cx.now,
            updated_at: cx.now,
        };
        cx.records().insert(&group)?;
        Ok(group)
    }

    /// Returns true if a user owns the group.
    pub(super) fn is_owned_by(&self, user: &str) -> bool {
        self.owner.as_deref() == Some(user)
    }

    /// Returns true if a user owns the group or is a member.
    fn includes(&self, cx: &Context<'_>, user: &str) -> Result<bool, ApiError> {
        Ok(self.is_owned_by(user) || memberships::is_member(cx, &self.id, user)?)
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<UserGroup>();
    changes::register(registry);
    members::register(registry);
    pins::register(registry);
    queries::register(registry);
}

/// Returns the name of a group, or `None` if it does not exist.
pub(super) fn name(cx: &Context<'_>, id: &str) -> Result<Option<String>, ApiError> {
    Ok(cx.records::<UserGroup>().get(id)?.map(|group| group.name))
}

/// Returns true if the caller owns a group or is a member.
pub(super) fn is_member(cx: &Context<'_>, id: &str) -> Result<bool, ApiError> {
    let group: Option<UserGroup> = cx.records().get(id)?;
    group.map_or(Ok(false), |group| group.includes(cx, &cx.caller.id))
}

/// Checks that the caller owns a group or is a member.
///
/// # Errors
/// Returns 13000309 for an unknown group, and 13000410 for others.
pub(super) fn require_member(cx: &Context<'_>, id: &str) -> Result<(), ApiError> {
    let group: UserGroup = cx.records().get(id)?.ok_or_else(|| refused("13000309"))?;
    if group.includes(cx, &cx.caller.id)? { Ok(()) } else { Err(refused("13000410")) }
}

/// Finds a group that the caller owns.
///
/// # Errors
/// Returns 13000309 for an unknown group, and 13000410 for the group of another user.
fn owned(cx: &Context<'_>, id: &str) -> Result<UserGroup, ApiError> {
    let group: UserGroup = cx.records().get(id)?.ok_or_else(|| refused("13000309"))?;
    if group.is_owned_by(&cx.caller.id) { Ok(group) } else { Err(refused("13000410")) }
}

/// Checks the name of a group, which has at most 30 characters. `field` is its name in the request.
pub(super) fn require_name(field: &str, name: &str) -> Result<(), ApiError> {
    let has_forbidden = name.contains(|c| FORBIDDEN.contains(c)) || matches!(name.trim(), "" | "." | "..");
    if has_forbidden || name.chars().count() > MAX_NAME {
        return Err(ApiError::invalid(format!("{field} is invalid")));
    }
    Ok(())
}

/// Sends a message to the members of a group that the caller deletes.
pub(super) fn notify_dismissed(cx: &Context<'_>, group: &UserGroup) -> Result<(), ApiError> {
    let text = format!("{} dismissed the group {}.", cx.caller.name, group.name);
    messages::post_to_others(cx, &memberships::users_of(cx, &group.id)?, MessageType::Team, &text)
}

/// Deletes a group with its members, its space and the files in it.
pub(super) fn delete(cx: &Context<'_>, group: &UserGroup) -> Result<(), ApiError> {
    spaces::remove_all(cx, &group.id, SpaceType::Group)?;
    for user in memberships::users_of(cx, &group.id)? {
        memberships::remove(cx, &group.id, &user)?;
    }
    albums::delete_of_group(cx, &group.id)?;
    cx.records::<UserGroup>().delete(&group.id)?;
    Ok(())
}

/// Removes a user from all groups. A group of the user passes to its oldest other member. Without one, it is deleted.
pub(super) fn leave_all(cx: &Context<'_>, user: &str) -> Result<(), ApiError> {
    for group in memberships::groups_of(cx, user)? {
        memberships::remove(cx, &group, user)?;
    }
    for mut group in cx.records::<UserGroup>().query().all()? {
        if !group.is_owned_by(user) {
            continue;
        }
        match memberships::users_of(cx, &group.id)?.into_iter().next() {
            Some(next) => {
                messages::post(cx, &next, MessageType::Team, format!("The group {} passed to you.", group.name))?;
                group.owner = Some(next);
                cx.records().update(&group)?;
            }
            None => delete(cx, &group)?,
        }
    }
    Ok(())
}
