//! Groups of users.

use hwc_models::koodrive::{CreateUserGroup, CreateUserGroupResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::long_id;

/// The characters that are not allowed in a name.
const FORBIDDEN: &str = "<>|:\"*?/\\";

pub(super) fn create(cx: &mut Context<'_>, request: &CreateUserGroup) -> Result<CreateUserGroupResponse, ApiError> {
    let name = &request.group_name;
    if name.contains(|c| FORBIDDEN.contains(c)) || matches!(name.trim(), "" | "." | "..") {
        return Err(ApiError::invalid("groupName is not acceptable"));
    }
    let id = long_id(cx.next_number("user group")?);
    cx.db.execute(
        "INSERT INTO user_groups (id, name, kind) VALUES (?1, ?2, ?3)",
        (&id, name, request.source_type.code()),
    )?;
    let mut response = CreateUserGroupResponse::default();
    response.id = Some(id.into());
    Ok(response)
}
