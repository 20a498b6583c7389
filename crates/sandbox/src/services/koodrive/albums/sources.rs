//! The folders and the kinds of files that a collection album gathers.

use std::collections::BTreeMap;

use hwc_models::koodrive::{FileId, FileType, Space, SpaceType};

use super::record::{Sources, StoredAlbum};
use crate::runtime::api_error::{ApiError, ErrorOrigin};
use crate::runtime::context::Context;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::{Node, tree};
use crate::services::koodrive::refused;

/// The kinds of files without `scopeKind`.
const ALL_KINDS: &str = "1,2";

/// The changes of the sources of an album, from a request.
pub(super) struct NewSources<'r> {
    /// The name of the field with the folders, for errors.
    pub(super) field: &'static str,
    pub(super) folders: Option<&'r [FileId]>,
    pub(super) parent: Option<&'r FileId>,
    pub(super) kinds: Option<&'r str>,
}

impl NewSources<'_> {
    /// Returns true if the request changes nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.folders.is_none() && self.parent.is_none() && self.kinds.is_none()
    }

    /// Changes the sources of a collection album. All folders must be visible to the caller, and be in the parent if there is one.
    ///
    /// # Errors
    /// Returns an error of the parameter for unfit values, 13000309 and 13000410 for folders that the caller cannot see, and
    /// 13000304 and 13000306 for files and recycled folders.
    pub(super) fn apply(&self, cx: &Context<'_>, sources: &mut Sources) -> Result<(), ApiError> {
        if let Some(parent) = self.parent {
            sources.parent = Some(folder(cx, parent.as_str())?.id).filter(|_| !parent.as_str().is_empty());
        }
        if let Some(folders) = self.folders {
            let ids = folders.iter().map(|id| folder(cx, id.as_str()).map(|folder| folder.id));
            sources.folders = ids.collect::<Result<_, _>>()?;
        }
        if self.kinds.is_some() || sources.file_types.is_empty() {
            sources.file_types = file_types(self.kinds.unwrap_or(ALL_KINDS))?;
        }
        self.require_consistent(cx, sources)
    }

    fn require_consistent(&self, cx: &Context<'_>, sources: &Sources) -> Result<(), ApiError> {
        let field = self.field;
        let Some(parent) = &sources.parent else {
            let has_folders = !sources.folders.is_empty();
            let problem = format!("{field} or scopeParentFolderId is required for a collection album");
            return if has_folders { Ok(()) } else { Err(ApiError::invalid(problem)) };
        };
        for id in &sources.folders {
            if folder(cx, id)?.parent != *parent {
                return Err(ApiError::invalid(format!("{field} must have folders in scopeParentFolderId alone")));
            }
        }
        Ok(())
    }
}

/// Returns the types of files that a list of codes stands for.
fn file_types(kinds: &str) -> Result<Vec<FileType>, ApiError> {
    let file_type = |code: &str| match code.trim() {
        "1" => Ok(FileType::Picture),
        "2" => Ok(FileType::Video),
        _ => Err(ApiError::invalid("scopeKind must be 1, 2 or 1,2")),
    };
    kinds.split(',').map(file_type).collect()
}

/// Returns a folder that the caller may see. `root` is the shared folder of the call, or the personal space of the caller.
fn folder(cx: &Context<'_>, id: &str) -> Result<Node, ApiError> {
    let root = root(cx)?;
    let node = match root.filter(|root| id == "root" || id == root.id) {
        Some(root) => root,
        None => access::node_anywhere(cx, id, Right::List)?.1,
    };
    if !node.is_folder() {
        return Err(refused("13000304"));
    }
    tree::require_live(cx, &node)?;
    Ok(node)
}

fn root(cx: &Context<'_>) -> Result<Option<Node>, ApiError> {
    if let Some(scope) = &cx.folder_scope {
        return cx.records().get(&scope.folder);
    }
    let spaces = cx.records::<Space>().query().filter("owner", cx.caller.id.clone());
    let space = spaces.filter("kind", SpaceType::Personal.code()).first()?;
    Ok(space.as_ref().map(Node::root))
}

/// Returns the files that an album gathers and that the caller may see, each one once.
pub(super) fn files(cx: &Context<'_>, album: &StoredAlbum) -> Result<Vec<Node>, ApiError> {
    let Sources { folders, parent, file_types } = &album.sources;
    let folders = if folders.is_empty() { parent.as_slice() } else { folders };
    let mut found = BTreeMap::new();
    for id in folders {
        let folder = match folder(cx, id) {
            // A folder that is gone, or that this viewer cannot see, has no files.
            Err(error) if error.origin == ErrorOrigin::Explicit => continue,
            folder => folder?,
        };
        let Some(space) = cx.records::<Space>().get(&folder.space)? else { continue };
        let mut files = tree::descendants(cx, &folder)?;
        files.retain(|file| file_types.contains(&file.file_type) && !file.hidden);
        access::retain_visible(cx, &space, &mut files)?;
        found.extend(files.into_iter().map(|file| (file.id.clone(), file)));
    }
    Ok(found.into_values().collect())
}
