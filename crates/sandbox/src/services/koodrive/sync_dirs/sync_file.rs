//! Files in the form of synchronization.

use hwc_models::koodrive::SyncFile;
use hwc_wire::Timestamp;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::{Node, favorites, file_user};

/// Returns a file in the form of synchronization.
pub(super) fn sync_file(cx: &Context<'_>, node: &Node, is_recycled: bool) -> Result<SyncFile, ApiError> {
    let mut file = SyncFile::default();
    file.category = Some("drive#file".to_owned());
    file.id = Some(node.id.as_str().into());
    file.file_name = Some(node.name.clone());
    file.file_type = Some(node.file_type.clone());
    file.mime_type.clone_from(&node.mime);
    file.description.clone_from(&node.description);
    file.favorite = Some(favorites::is_favorite(cx, &node.id)?);
    file.recycled = Some(is_recycled);
    file.parent_folder = vec![node.parent.as_str().into()];
    file.containers = vec![node.space.as_str().into()];
    file.created_time = Some(Timestamp::from_unix_millis(node.created_at));
    file.edited_time = Some(Timestamp::from_unix_millis(node.edited_at));
    file.owners = vec![file_user(cx, &node.creator)?];
    file.last_editor = Some(file_user(cx, &node.editor)?);
    file.size = Some(node.size);
    file.sha256.clone_from(&node.sha256);
    Ok(file)
}
