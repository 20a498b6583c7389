//! Creating and closing synchronization directories.

use hwc_models::koodrive::{
    CloseSyncDir, CloseSyncDirResponse, ConflictPolicy, CreateSyncDir, CreateSyncDirResponse, FileId, Space,
};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::{NewNode, Node, names, tree};
use crate::services::koodrive::refused;
use crate::services::koodrive::sync_dirs::feed;

/// A folder that is a synchronization directory.
#[derive(Serialize, Deserialize)]
pub(super) struct SyncDir {
    /// The ID of the folder.
    pub(super) id: String,
    /// The number of this feed. A folder that becomes a directory again has a new feed, and old cursors are invalid.
    pub(super) feed: i64,
}

impl StoredRecord for SyncDir {
    const KIND: &'static str = "koodrive.sync_dir";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.id
    }
}

/// Creates a synchronization directory, or turns a folder into one.
pub(super) fn create(cx: &mut Context<'_>, request: &CreateSyncDir) -> Result<CreateSyncDirResponse, ApiError> {
    let space = access::write(cx, request.container.as_str())?;
    let node = match &request.file_id {
        Some(id) => present_folder(cx, &space, request, id)?,
        None => named_folder(cx, &space, request)?,
    };
    let exists = cx.records::<SyncDir>().get(&node.id)?.is_some();
    if !exists {
        mark(cx, &node)?;
    }
    let mut response = CreateSyncDirResponse::default();
    response.container = Some(request.container.clone());
    response.file_id = Some(node.id.into());
    response.file_name = Some(node.name);
    // The service omits it for a new directory.
    response.exist = exists.then_some(true);
    Ok(response)
}

/// Returns the folder that the request turns into a directory.
fn present_folder(cx: &Context<'_>, space: &Space, request: &CreateSyncDir, id: &FileId) -> Result<Node, ApiError> {
    if request.file_name.is_some() || request.parent_folder.is_some() || request.hidden.is_some() {
        return Err(ApiError::invalid("fileId excludes fileName, hidden and parentFolder"));
    }
    let node = access::node(cx, space, id.as_str(), Right::AddChild)?;
    if node.is_top() {
        return Err(ApiError::invalid("root and sbox cannot be synchronization directories"));
    }
    if !node.is_folder() {
        return Err(ApiError::invalid("fileId is not a folder"));
    }
    tree::require_live(cx, &node)?;
    Ok(node)
}

/// Returns the directory of the requested name, or a new folder. A folder of this name that is not a directory stays as it is.
fn named_folder(cx: &Context<'_>, space: &Space, request: &CreateSyncDir) -> Result<Node, ApiError> {
    let name = request.file_name.as_deref().unwrap_or_default();
    if name.is_empty() {
        return Err(ApiError::invalid("fileName or fileId is required"));
    }
    let parent = parent(cx, space, request.parent_folder.as_ref())?;
    access::require(cx, &parent, space, Right::AddChild)?;
    if let Some(directory) = names::find(cx, &parent.id, name)?.filter(|node| node.sync_dir) {
        return Ok(directory);
    }
    let mut new = NewNode::folder(name);
    new.hidden = request.hidden.unwrap_or(false);
    tree::insert(cx, space, &parent, new, ConflictPolicy::Rename)
}

/// Returns the folder of a new directory. The top folders cannot be named, but are the default.
fn parent(cx: &Context<'_>, space: &Space, id: Option<&FileId>) -> Result<Node, ApiError> {
    let Some(id) = id else {
        return Ok(Node::root(space));
    };
    let parent = tree::folder(cx, space, id.as_str())?;
    if parent.is_top() {
        return Err(ApiError::invalid("parentFolder cannot be root or sbox"));
    }
    Ok(parent)
}

fn mark(cx: &Context<'_>, node: &Node) -> Result<(), ApiError> {
    mark_with(cx, node, cx.next_number("sync feed")?)
}

/// Turns a folder of the demo data into a directory. Its feed has the number 0, which no other one gets.
pub(crate) fn mark_first(cx: &Context<'_>, node: &Node) -> Result<(), ApiError> {
    mark_with(cx, node, 0)
}

fn mark_with(cx: &Context<'_>, node: &Node, feed: i64) -> Result<(), ApiError> {
    cx.records().put(&SyncDir { id: node.id.clone(), feed })?;
    cx.records::<Node>().edit(&node.id, |node| node.sync_dir = true).map(|_| ())
}

/// Turns a synchronization directory back into a folder. Its files stay.
pub(super) fn close(cx: &mut Context<'_>, request: &CloseSyncDir) -> Result<CloseSyncDirResponse, ApiError> {
    let space = access::write(cx, request.container.as_str())?;
    let node = access::node(cx, &space, request.sync_dir_id.as_str(), Right::AddChild)?;
    if !cx.records::<SyncDir>().delete(&node.id)? {
        return Err(refused("13000309"));
    }
    cx.records::<Node>().edit(&node.id, |node| node.sync_dir = false)?;
    feed::clear(cx, &node.id)?;
    let mut response = CloseSyncDirResponse::default();
    response.sync_dir_id = Some(node.id.into());
    Ok(response)
}

/// Returns a synchronization directory whose changes the caller may see, and its space.
///
/// # Errors
/// Returns the errors of the space, 13000302 if the folder is not in it, 13000309 if the folder is not a synchronization
/// directory, and 13000306 if it is in the recycle bin.
pub(super) fn require(cx: &Context<'_>, space: &str, id: &str) -> Result<(Space, SyncDir), ApiError> {
    let space = access::read(cx, space)?;
    let node = access::node(cx, &space, id, Right::List)?;
    let directory = cx.records::<SyncDir>().get(&node.id)?.ok_or_else(|| refused("13000309"))?;
    tree::require_live(cx, &node)?;
    Ok((space, directory))
}
