//! Users and user groups: the IAM users of the account that owns the project, users with a pass, and the stored groups.

use hwc_models::insight::UserType;
use serde::{Deserialize, Serialize};

use crate::account::{self, Account};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::services::iam;
use crate::services::insight::errors;
use crate::services::insight::passes::Pass;

/// A user, or a user group.
pub(super) struct Person {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) origin: UserType,
}

/// A stored user group. No operation creates one.
#[derive(Serialize, Deserialize)]
pub(crate) struct UserGroup {
    pub(crate) id: String,
    pub(crate) name: String,
    /// The IDs of its users.
    pub(crate) members: Vec<String>,
}

impl StoredRecord for UserGroup {
    const KIND: &'static str = "insight.user_group";
    const OWNER: Owner = Owner::Project;

    fn key(&self) -> &str {
        &self.id
    }
}

/// Returns the account that owns the project of the call. An unknown project belongs to the account of the caller.
pub(super) fn account(cx: &Context<'_>) -> &'static Account {
    let project = account::PROJECTS.iter().find(|project| project.id == cx.settings.project_id());
    project.map_or_else(|| cx.caller.account(), |project| project.account)
}

/// Rejects a caller of another account than that of the project.
pub(super) fn require_account(cx: &Context<'_>) -> Result<(), ApiError> {
    let is_own = account(cx).domain_id == cx.caller.account().domain_id;
    if is_own { Ok(()) } else { Err(errors::forbidden("The project belongs to another account.")) }
}

/// Returns the administrator of the project: the first IAM user of its account.
pub(super) fn administrator(cx: &Context<'_>) -> (&'static str, &'static str) {
    let is_other = account(cx).domain_id == account::OTHER_DOMAIN_ID;
    if is_other { (account::OTHER_USER_ID, account::OTHER_USER_NAME) } else { (account::USER_ID, account::USER_NAME) }
}

/// Rejects callers other than the administrator.
pub(super) fn require_administrator(cx: &Context<'_>) -> Result<(), ApiError> {
    require_account(cx)?;
    if cx.caller.id == administrator(cx).0 || is_guest(cx)? {
        return Ok(());
    }
    Err(errors::forbidden("Only an administrator may do this."))
}

/// Returns true for a user whom only a sandbox without strict authentication accepts. Such a user has all rights.
pub(super) fn is_guest(cx: &Context<'_>) -> Result<bool, ApiError> {
    Ok(!cx.strict && users(cx)?.iter().all(|user| user.id != cx.caller.id))
}

/// Returns all users: those of IAM, then those who were added with a pass.
pub(super) fn users(cx: &Context<'_>) -> Result<Vec<Person>, ApiError> {
    let of_iam = iam::users_of(account(cx));
    let of_iam = of_iam.map(|(id, name)| Person { id: id.to_owned(), name: name.to_owned(), origin: UserType::Iam });
    let mut users: Vec<Person> = of_iam.collect();
    for pass in cx.records::<Pass>().query().all()? {
        if users.iter().all(|user| user.id != pass.user) {
            users.push(Person { id: pass.user, name: pass.name, origin: UserType::SelfBuilt });
        }
    }
    Ok(users)
}

/// Returns all user groups.
pub(super) fn groups(cx: &Context<'_>) -> Result<Vec<Person>, ApiError> {
    let person = |group: UserGroup| Person { id: group.id, name: group.name, origin: UserType::DefaultUser };
    Ok(cx.records::<UserGroup>().query().all()?.into_iter().map(person).collect())
}

/// Returns the IDs of the groups that a user belongs to.
pub(super) fn groups_of(cx: &Context<'_>, user: &str) -> Result<Vec<String>, ApiError> {
    let groups = cx.records::<UserGroup>().query().all()?;
    let own = groups.into_iter().filter(|group| group.members.iter().any(|member| member == user));
    Ok(own.map(|group| group.id).collect())
}
