//! Groups of users.

use hwc_models::koodrive::{CreateUserGroup, CreateUserGroupResponse};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::long_id;

/// The characters that are not allowed in a name.
const FORBIDDEN: &str = "<>|:\"*?/\\";

/// The number of characters of a name.
const MAX_NAME: usize = 30;

/// A stored group.
#[derive(Serialize, Deserialize)]
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
}

impl StoredRecord for UserGroup {
    const KIND: &'static str = "koodrive.user_group";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.id
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<UserGroup>().register(create);
}

/// Returns the name of a group, or `None` if it does not exist.
pub(super) fn name(cx: &Context<'_>, id: &str) -> Result<Option<String>, ApiError> {
    Ok(cx.records::<UserGroup>().get(id)?.map(|group| group.name))
}

fn create(cx: &mut Context<'_>, request: &CreateUserGroup) -> Result<CreateUserGroupResponse, ApiError> {
    let name = request.group_name.clone();
    require_name("groupName", &name)?;
    let id = long_id(cx.next_number("user group")?);
    let owner = Some(cx.caller.id.clone());
    let group = UserGroup { id: id.clone(), name, kind: request.source_type.code(), owner, icon: None };
    cx.records().insert(&group)?;
    let mut response = CreateUserGroupResponse::default();
    response.id = Some(id.into());
    Ok(response)
}

/// Checks the name of a group, which has at most 30 characters. `field` is its name in the request.
pub(super) fn require_name(field: &str, name: &str) -> Result<(), ApiError> {
    let has_forbidden = name.contains(|c| FORBIDDEN.contains(c)) || matches!(name.trim(), "" | "." | "..");
    if has_forbidden || name.chars().count() > MAX_NAME {
        return Err(ApiError::invalid(format!("{field} is invalid")));
    }
    Ok(())
}
