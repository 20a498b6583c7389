//! Folders in the personal spaces of users that they share with others, and calls that work in such a folder.

use hwc_models::koodrive::{ShareFolderId, Space};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Context, FolderScope};
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::services::koodrive::drive::access::{Right, Rights};
use crate::services::koodrive::drive::{Node, members, tree};
use crate::services::koodrive::refused;

/// The rights of members on the files in a shared folder: all but sharing.
pub(super) const CONTENT_RIGHTS: Rights = Rights::ALL.without(Right::Share);

/// The rights of members on a shared folder itself, which only its owner changes.
const FOLDER_RIGHTS: Rights = CONTENT_RIGHTS.without(Right::Delete).without(Right::Rename).without(Right::RemoveChild);

/// A shared folder. Its members, the owner among them, are those of its group.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SharedFolder {
    pub(crate) id: String,
    pub(crate) space: String,
    /// The ID of the folder in the space.
    pub(crate) folder: String,
    /// The name when it was created or renamed as a shared folder.
    pub(crate) name: String,
    /// The ID of the group of the members.
    pub(crate) group: String,
    pub(crate) owner: String,
    pub(crate) created_at: i64,
    #[serde(default)]
    pub(crate) deleted_at: Option<i64>,
}

impl StoredRecord for SharedFolder {
    const KIND: &'static str = "koodrive.shared_folder";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("group", |shared| shared.group.clone().into()),
        Column::new("owner", |shared| shared.owner.clone().into()),
    ];

    fn key(&self) -> &str {
        &self.id
    }
}

impl SharedFolder {
    /// Finds a shared folder, which may be deleted.
    ///
    /// # Errors
    /// Returns 13000309 for an unknown one.
    pub(crate) fn find(cx: &Context<'_>, id: &str) -> Result<Self, ApiError> {
        cx.records().get(id)?.ok_or_else(|| refused("13000309"))
    }

    /// Returns the shared folder whose members are those of a group.
    pub(crate) fn of_group(cx: &Context<'_>, group: &str) -> Result<Option<Self>, ApiError> {
        cx.records().query().filter("group", group.to_owned()).first()
    }

    /// Returns the folder, or `None` if it is not shared anymore: the shared folder was deleted, or its owner moved the folder
    /// to the recycle bin or to another space, or deleted it.
    pub(crate) fn folder(&self, cx: &Context<'_>) -> Result<Option<Node>, ApiError> {
        let has_space = cx.records::<Space>().get(&self.space)?.is_some();
        let folder = cx.records::<Node>().get(&self.folder)?.filter(|folder| folder.space == self.space);
        match folder.filter(|_| has_space && self.deleted_at.is_none()) {
            Some(folder) if !tree::is_recycled(cx, &folder)? => Ok(Some(folder)),
            _ => Ok(None),
        }
    }

    /// Checks that the caller is a member.
    ///
    /// # Errors
    /// Returns 13000410 for others.
    pub(crate) fn require_member(&self, cx: &Context<'_>) -> Result<(), ApiError> {
        if members::is_member(cx, &self.group, &cx.caller.id)? { Ok(()) } else { Err(refused("13000410")) }
    }

    /// Makes a call work in this folder.
    ///
    /// # Errors
    /// Returns 13000410 if the caller is not a member, and 13000309 for a folder that is not shared anymore.
    pub(crate) fn enter(&self, cx: &mut Context<'_>) -> Result<(), ApiError> {
        self.require_member(cx)?;
        self.folder(cx)?.ok_or_else(|| refused("13000309"))?;
        let (shared_folder, space, folder) = (self.id.clone(), self.space.clone(), self.folder.clone());
        cx.folder_scope = Some(FolderScope { shared_folder, space, folder });
        Ok(())
    }
}

/// Makes a call work in the shared folder of its header `x-hw-share-folder-id`. Without the header, nothing changes.
///
/// # Errors
/// Returns 13000309 for an unknown folder, and the errors of [`SharedFolder::enter`].
pub(crate) fn enter(cx: &mut Context<'_>, id: Option<&ShareFolderId>) -> Result<(), ApiError> {
    match id.map(ShareFolderId::as_str).filter(|id| !id.is_empty()) {
        Some(id) => SharedFolder::find(cx, id)?.enter(cx),
        None => Ok(()),
    }
}

/// Returns true if the caller is still a member of the folder that a call works in, and the folder still shared. Jobs work later
/// than their call.
pub(super) fn is_open(cx: &Context<'_>, scope: &FolderScope) -> Result<bool, ApiError> {
    let shared = SharedFolder::find(cx, &scope.shared_folder)?;
    Ok(members::is_member(cx, &shared.group, &cx.caller.id)? && shared.folder(cx)?.is_some())
}

/// Returns the rights of a member on a file: those on the content of the shared folder, on the folder itself, or none outside.
pub(super) fn rights_on(cx: &Context<'_>, folder: &str, node: &Node) -> Result<Rights, ApiError> {
    if node.id == folder {
        return Ok(FOLDER_RIGHTS);
    }
    let is_inside = tree::ancestors(cx, node)?.iter().any(|above| above.id == folder);
    Ok(if is_inside { CONTENT_RIGHTS } else { Rights::NONE })
}
