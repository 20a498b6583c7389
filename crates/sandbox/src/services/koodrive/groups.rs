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

/// A stored group.
#[derive(Serialize, Deserialize)]
struct UserGroup {
    id: String,
    name: String,
    kind: i64,
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
    if name.contains(|c| FORBIDDEN.contains(c)) || matches!(name.trim(), "" | "." | "..") {
        return Err(ApiError::invalid("groupName is invalid"));
    }
    let id = long_id(cx.next_number("user group")?);
    cx.records().insert(&UserGroup { id: id.clone(), name, kind: request.source_type.code() })?;
    let mut response = CreateUserGroupResponse::default();
    response.id = Some(id.into());
    Ok(response)
}
