//! The members of groups, who can use the space of the group.

use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};

/// The membership of a user in a group.
#[derive(Serialize, Deserialize)]
pub(crate) struct GroupMember {
    key: String,
    /// The ID of the group, which is the owner of the group's space.
    pub(crate) group: String,
    pub(crate) user: String,
    /// The time when the user became a member.
    #[serde(default)]
    pub(crate) joined_at: Option<i64>,
    /// The time of the last change of the membership.
    #[serde(default)]
    pub(crate) updated_at: Option<i64>,
}

impl StoredRecord for GroupMember {
    const KIND: &'static str = "koodrive.group_member";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("group", |member| member.group.clone().into()),
        Column::new("user", |member| member.user.clone().into()),
    ];

    fn key(&self) -> &str {
        &self.key
    }
}

fn key(group: &str, user: &str) -> String {
    format!("{group}/{user}")
}

/// Adds a user to a group. A member stays one.
pub(crate) fn add(cx: &Context<'_>, group: &str, user: &str) -> Result<(), ApiError> {
    let key = key(group, user);
    let former: Option<GroupMember> = cx.records().get(&key)?;
    cx.records().put(&GroupMember {
        key,
        group: group.to_owned(),
        user: user.to_owned(),
        joined_at: former.map_or(Some(cx.now), |former| former.joined_at),
        updated_at: Some(cx.now),
    })
}

/// Removes a user from a group. Returns false if the user is not a member.
pub(crate) fn remove(cx: &Context<'_>, group: &str, user: &str) -> Result<bool, ApiError> {
    cx.records::<GroupMember>().delete(&key(group, user))
}

/// Returns true if a user is a member of a group.
pub(crate) fn is_member(cx: &Context<'_>, group: &str, user: &str) -> Result<bool, ApiError> {
    Ok(cx.records::<GroupMember>().get(&key(group, user))?.is_some())
}

/// Returns the memberships in a group, in the order in which they were added.
pub(crate) fn of_group(cx: &Context<'_>, group: &str) -> Result<Vec<GroupMember>, ApiError> {
    cx.records().query().filter("group", group.to_owned()).all()
}

/// Returns the IDs of the members of a group, in the order in which they were added.
pub(crate) fn users_of(cx: &Context<'_>, group: &str) -> Result<Vec<String>, ApiError> {
    Ok(of_group(cx, group)?.into_iter().map(|member| member.user).collect())
}

/// Returns the IDs of the groups of a user, in the order in which the user was added.
pub(crate) fn groups_of(cx: &Context<'_>, user: &str) -> Result<Vec<String>, ApiError> {
    let members = cx.records::<GroupMember>().query().filter("user", user.to_owned()).all()?;
    Ok(members.into_iter().map(|member| member.group).collect())
}
