//! Renaming files and folders.

use hwc_models::koodrive::{ConflictPolicy, RenameFile, RenameFileResponse};
use hwc_wire::Violation;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::{shared_folder, tree};
use crate::services::koodrive::files::directories::too_long;

pub(super) fn register(registry: &mut Registry) {
    registry.register_with(rename, |request, _: &[Violation]| too_long(&request.name));
}

fn rename(cx: &mut Context<'_>, request: &RenameFile) -> Result<RenameFileResponse, ApiError> {
    shared_folder::enter(cx, request.share_folder_id.as_ref())?;
    let space = access::space(cx, request.container_id.as_str(), Right::Rename)?;
    let node = access::node(cx, &space, request.file_id.as_str(), Right::Rename)?;
    let policy = request.rename_mode.unwrap_or(ConflictPolicy::Refuse);
    tree::rename(cx, &node, &request.name, policy)?;
    Ok(RenameFileResponse::default())
}
