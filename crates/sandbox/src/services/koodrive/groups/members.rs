//! `BatchAddGroupMembers` and `BatchDeleteGroupMembers`.

use std::collections::{BTreeMap, BTreeSet};

use hwc_models::koodrive::{
    AccountStatus, BatchAddGroupMembers, BatchAddGroupMembersResponse, BatchDeleteGroupMembers,
    BatchDeleteGroupMembersResponse, BatchStatus, FormerMember, MessageType, User, UserId,
};

use super::{MAX_MEMBERS, UserGroup, owned, queries};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::grants::Granted;
use crate::services::koodrive::drive::members;
use crate::services::koodrive::{authorizations, messages, refused};

pub(super) fn register(registry: &mut Registry) {
    registry.register(add).register(remove);
}

/// Adds members. Unknown and disabled users fail, and members get the new rights.
fn add(cx: &mut Context<'_>, request: &BatchAddGroupMembers) -> Result<BatchAddGroupMembersResponse, ApiError> {
    let group = owned(cx, request.group_id.as_str())?;
    let (mut users, mut failed) = (BTreeMap::new(), Vec::new());
    for member in &request.members {
        let granted = Granted::from_request(cx, member.template, member.capabilities.as_ref())?;
        let id = member.user_id.as_ref().map_or("", UserId::as_str).to_owned();
        if is_active(cx, &id)? {
            users.insert(id, granted);
        } else {
            failed.push(id);
        }
    }
    let all: BTreeSet<String> = members::users_of(cx, &group.id)?.into_iter().chain(users.keys().cloned()).collect();
    if all.len() > MAX_MEMBERS {
        return Err(ApiError::invalid("a group can have 200 members"));
    }
    let joined = new_members(cx, &group.id, users.keys())?;
    users.iter().try_for_each(|(user, granted)| join(cx, &group.id, user, *granted))?;
    notify_added(cx, &group.name, &joined)?;
    let mut response = BatchAddGroupMembersResponse::default();
    response.status = Some(status(request.members.len(), failed.len()));
    response.failed_list = failed;
    Ok(response)
}

/// Returns the users who are not members yet.
fn new_members<'u>(
    cx: &Context<'_>,
    group: &str,
    users: impl Iterator<Item = &'u String>,
) -> Result<Vec<String>, ApiError> {
    let mut new = Vec::new();
    for user in users {
        if !members::is_member(cx, group, user)? {
            new.push(user.clone());
        }
    }
    Ok(new)
}

/// Sends a message to the users whom the caller added to a group.
pub(in crate::services::koodrive) fn notify_added(
    cx: &Context<'_>,
    name: &str,
    users: &[String],
) -> Result<(), ApiError> {
    let text = format!("{} added you to the group {name}.", cx.caller.name);
    messages::post_to_others(cx, users, MessageType::Team, &text)
}

fn is_active(cx: &Context<'_>, user: &str) -> Result<bool, ApiError> {
    let user = cx.records::<User>().get(user)?;
    Ok(user.is_some_and(|user| user.status.is_none_or(|status| status == AccountStatus::Enabled)))
}

/// Adds a member with rights on the space of the group. A member without a new grant keeps the old one.
pub(in crate::services::koodrive) fn join(
    cx: &Context<'_>,
    group: &str,
    user: &str,
    granted: Option<Granted>,
) -> Result<(), ApiError> {
    let is_new = !members::is_member(cx, group, user)?;
    members::add(cx, group, user)?;
    if is_new || granted.is_some() { authorizations::join(cx, group, user, granted) } else { Ok(()) }
}

/// Removes members: any but the owner, for the owner, and themselves, for others.
fn remove(
    cx: &mut Context<'_>,
    request: &BatchDeleteGroupMembers,
) -> Result<BatchDeleteGroupMembersResponse, ApiError> {
    let group = queries::visible(cx, request.group_id.as_str())?;
    let id = |member: &FormerMember| member.user_id.as_ref().map_or("", UserId::as_str).to_owned();
    let users: Vec<String> = request.members.iter().map(id).collect();
    let is_leaving = users.iter().all(|user| *user == cx.caller.id);
    if !group.is_owned_by(&cx.caller.id) && !is_leaving {
        return Err(refused("13000410"));
    }
    let mut response = BatchDeleteGroupMembersResponse::default();
    for user in users {
        if !remove_one(cx, &group, &user)? {
            response.failed_list.push(user);
        }
    }
    response.status = Some(status(request.members.len(), response.failed_list.len()));
    Ok(response)
}

/// Removes a member. Returns false for the owner and for others than members.
fn remove_one(cx: &Context<'_>, group: &UserGroup, user: &str) -> Result<bool, ApiError> {
    if group.is_owned_by(user) || !members::remove(cx, &group.id, user)? {
        return Ok(false);
    }
    authorizations::leave(cx, &group.id, user)?;
    notify_removed(cx, group, user).map(|()| true)
}

/// Sends a message to a member whom the caller removed, or to the owner of a group that the caller left.
fn notify_removed(cx: &Context<'_>, group: &UserGroup, user: &str) -> Result<(), ApiError> {
    let (name, caller) = (&group.name, &cx.caller);
    if user != caller.id {
        let text = format!("{} removed you from the group {name}.", caller.name);
        return messages::post(cx, user, MessageType::Team, text);
    }
    let owner: Vec<String> = group.owner.iter().cloned().collect();
    messages::post_to_others(cx, &owner, MessageType::Team, &format!("{} left the group {name}.", caller.name))
}

fn status(all: usize, failed: usize) -> BatchStatus {
    match failed {
        0 => BatchStatus::AllSucceeded,
        failed if failed < all => BatchStatus::SomeSucceeded,
        _ => BatchStatus::AllFailed,
    }
}
