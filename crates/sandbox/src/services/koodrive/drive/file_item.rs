//! Files in the form of lists and details.

use hwc_models::koodrive::{
    AssetState, AssetType, FileAsset, FileAttachment, FileItem, FileUser, KeepPolicy, Space, User,
};
use hwc_wire::Timestamp;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::access::{Access, Rights};
use crate::services::koodrive::drive::{Node, favorites, tree};

/// Returns a file in the form of lists.
pub(crate) fn file_item(cx: &Context<'_>, node: &Node) -> Result<FileItem, ApiError> {
    let space = cx.records::<Space>().get(&node.space)?;
    let rights = space.as_ref().map_or(Ok(Rights::NONE), |space| Access::load(cx, space)?.on(cx, node))?;
    let mut item = FileItem::default();
    item.id = Some(node.id.as_str().into());
    item.file_name = Some(node.name.clone());
    item.file_type = Some(node.file_type.clone());
    item.mime_type.clone_from(&node.mime);
    item.description.clone_from(&node.description);
    item.recycled = Some(tree::is_recycled(cx, node)?);
    item.favorite = Some(favorites::is_favorite(cx, &node.id)?);
    let is_scope = cx.scope_in(&node.space).is_some_and(|scope| scope.folder == node.id);
    item.parent_folder = if is_scope { Vec::new() } else { vec![node.parent.as_str().into()] };
    item.id_path = Some(tree::id_path(cx, node)?);
    item.containers = vec![node.space.as_str().into()];
    item.created_time = Some(Timestamp::from_unix_millis(node.created_at));
    item.edited_time = Some(Timestamp::from_unix_millis(node.edited_at));
    item.owners = vec![file_user(cx, &node.creator)?];
    item.last_editor = Some(file_user(cx, &node.editor)?);
    item.file_suffix = node.suffix().map(str::to_owned);
    item.size = Some(node.size);
    item.attachments = attachment(node).into_iter().collect();
    item.user_capabilities = Some(rights.capabilities());
    item.properties.clone_from(&node.properties);
    item.properties.insert("createUser".to_owned(), node.creator.clone());
    item.properties.insert("lastEditUser".to_owned(), node.editor.clone());
    Ok(item)
}

/// Returns a user in the form that files name users. An unknown user has only an ID.
pub(crate) fn file_user(cx: &Context<'_>, id: &str) -> Result<FileUser, ApiError> {
    let mut user = FileUser::default();
    user.category = Some("drive#user".to_owned());
    user.user_id = Some(id.into());
    user.display_name = cx.records::<User>().get(id)?.and_then(|user| user.name);
    user.me = Some(id == cx.caller.id);
    Ok(user)
}

/// Returns the content of a file as an attachment.
fn attachment(node: &Node) -> Option<FileAttachment> {
    node.content.as_ref()?;
    let mut asset = FileAsset::default();
    asset.id = Some(node.id.as_str().into());
    asset.version_id = Some(node.version.to_string());
    asset.version = Some(node.version);
    asset.mime_type.clone_from(&node.mime);
    asset.state = Some(AssetState::Usable);
    asset.keep_policy = Some(KeepPolicy::Automatic);
    asset.length = Some(node.size);
    asset.sha256.clone_from(&node.sha256);
    asset.kind = Some(AssetType::PlainParts);
    let mut attachment = FileAttachment::default();
    attachment.usage = Some("content".to_owned());
    attachment.sha256.clone_from(&node.sha256);
    attachment.asset = Some(asset);
    Some(attachment)
}
