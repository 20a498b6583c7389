//! Passes: the users of DataArts Insight and their roles. IAM users without a stored pass have an inactive one.

use hwc_models::insight::{
    AddQuotaUser, AddQuotaUserResponse, DeleteQuotaUser, DeleteQuotaUserResponse, ListQuotaUserList,
    ListQuotaUserListResponse, ListQuotaUsersAndIamUsers, ListQuotaUsersAndIamUsersResponse, PassRole, PassSort,
    PassUser, SaveQuotaUsers, SaveQuotaUsersResponse, SortDirection,
};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, Page, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::insight::people::{self, Person};
use crate::services::insight::{errors, instances};

/// The number of active passes of an instance.
const MAX_PASSES: usize = 10;

/// The stored pass of a user.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Pass {
    pub(crate) user: String,
    pub(crate) name: String,
    pub(crate) role: i64,
    pub(crate) since: i64,
}

impl StoredRecord for Pass {
    const KIND: &'static str = "insight.pass";
    const OWNER: Owner = Owner::Project;

    fn key(&self) -> &str {
        &self.user
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Pass>().register(add).register(save).register(delete).register(list).register(list_all);
}

/// Adds users by name. Names of users who are known already are skipped.
fn add(cx: &mut Context<'_>, request: &AddQuotaUser) -> Result<AddQuotaUserResponse, ApiError> {
    people::require_administrator(cx)?;
    let mut added = Vec::new();
    for name in &request.user_names {
        if name.is_empty() {
            return Err(ApiError::invalid("user_name_list must not have an empty name"));
        }
        if people::users(cx)?.iter().any(|user| user.name == *name) {
            continue;
        }
        let user = format!("insight-user-{}", cx.next_number("insight user")?);
        let pass = Pass { user, name: name.clone(), role: request.role.code(), since: cx.now };
        cx.records().insert(&pass)?;
        added.push(pass.user);
    }
    require_quota(cx)?;
    let mut response = AddQuotaUserResponse::default();
    response.users = all(cx)?.into_iter().filter(|user| is_one_of(&added, user)).collect();
    Ok(response)
}

fn is_one_of(ids: &[String], user: &PassUser) -> bool {
    ids.iter().any(|id| user.user_id.as_ref().is_some_and(|own| own.as_str() == id))
}

/// Sets the passes of users. If one of them is unknown, none is set.
fn save(cx: &mut Context<'_>, request: &SaveQuotaUsers) -> Result<SaveQuotaUsersResponse, ApiError> {
    people::require_administrator(cx)?;
    let users = people::users(cx)?;
    for id in &request.user_ids {
        let user = users.iter().find(|user| user.id == id.as_str()).ok_or_else(|| errors::not_found("user"))?;
        let pass = Pass { user: user.id.clone(), name: user.name.clone(), role: request.role.code(), since: cx.now };
        cx.records().put(&pass)?;
    }
    require_quota(cx)?;
    let mut response = SaveQuotaUsersResponse::default();
    response.succeeded = Some(true);
    Ok(response)
}

/// Takes the pass of a user away. The user stays, with an inactive pass.
fn delete(cx: &mut Context<'_>, request: &DeleteQuotaUser) -> Result<DeleteQuotaUserResponse, ApiError> {
    people::require_administrator(cx)?;
    let inactive = PassRole::Inactive.code();
    let found = cx.records::<Pass>().edit(request.user_id.as_str(), |pass| pass.role = inactive)?;
    found.ok_or_else(|| errors::not_found("pass"))?;
    let mut response = DeleteQuotaUserResponse::default();
    response.succeeded = Some(true);
    Ok(response)
}

fn require_quota(cx: &Context<'_>) -> Result<(), ApiError> {
    let active = all(cx)?.into_iter().filter(|user| user.role != Some(PassRole::Inactive)).count();
    if active > MAX_PASSES {
        return Err(ApiError::invalid(format!("the instance has {MAX_PASSES} passes")));
    }
    Ok(())
}

/// Returns all users with their passes.
fn all(cx: &Context<'_>) -> Result<Vec<PassUser>, ApiError> {
    let mut all = Vec::new();
    for user in people::users(cx)? {
        let pass = cx.records::<Pass>().get(&user.id)?;
        all.push(model(user, pass.as_ref()));
    }
    Ok(all)
}

fn model(user: Person, pass: Option<&Pass>) -> PassUser {
    let mut model = PassUser::default();
    model.user_id = Some(user.id.into());
    model.account_name = Some(user.name);
    model.user_type = Some(user.origin);
    model.role = Some(pass.map_or(PassRole::Inactive, |pass| PassRole::from(pass.role)));
    model.effective_time = pass.map(|pass| pass.since);
    model
}

fn list(cx: &mut Context<'_>, request: &ListQuotaUserList) -> Result<ListQuotaUserListResponse, ApiError> {
    people::require_account(cx)?;
    let mut users = all(cx)?;
    users.retain(|user| user.role != Some(PassRole::Inactive) && has_name(user, request.account_name.as_deref()));
    users.retain(|user| request.role.is_none() || user.role == request.role);
    users.retain(|user| request.user_type.is_none() || user.user_type == request.user_type);
    match &request.sort_key {
        Some(PassSort::EffectiveTime) => users.sort_by_key(|user| user.effective_time),
        Some(PassSort::AccountName) => users.sort_by(|one, other| one.account_name.cmp(&other.account_name)),
        _ => {}
    }
    if request.sort_dir == Some(SortDirection::Descending) {
        users.reverse();
    }
    let page = Page::offset(request.offset.unwrap_or(0), request.limit.unwrap_or(instances::PAGE)).select(users)?;
    let mut response = ListQuotaUserListResponse::default();
    response.count = Some(page.total);
    response.page_data = page.items;
    Ok(response)
}

fn list_all(
    cx: &mut Context<'_>,
    request: &ListQuotaUsersAndIamUsers,
) -> Result<ListQuotaUsersAndIamUsersResponse, ApiError> {
    people::require_account(cx)?;
    let mut users = all(cx)?;
    users.retain(|user| has_name(user, request.account_name.as_deref()));
    if let Some(roles) = request.roles.as_ref().filter(|roles| !roles.is_empty()) {
        users.retain(|user| user.role.as_ref().is_some_and(|role| roles.contains(role)));
    }
    let mut response = ListQuotaUsersAndIamUsersResponse::default();
    response.users = users;
    Ok(response)
}

fn has_name(user: &PassUser, part: Option<&str>) -> bool {
    user.account_name.as_deref().unwrap_or_default().contains(part.unwrap_or_default())
}
