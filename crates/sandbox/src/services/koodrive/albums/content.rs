//! `BatchAddContent2Album` and `BatchDeleteAlbumContent`, for those who see a manual album.

use hwc_models::koodrive::{
    AlbumFile, BatchAddContent2Album, BatchAddContent2AlbumResponse, BatchDeleteAlbumContent,
    BatchDeleteAlbumContentResponse, FileId, OwnerId, UserId,
};

use super::record::{self, StoredAlbum};
use super::visible;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::tree;
use crate::services::koodrive::refused;

pub(super) fn register(registry: &mut Registry) {
    registry.register(add).register(remove);
}

/// Finds a manual album that the caller sees.
fn manual(cx: &mut Context<'_>, id: &str) -> Result<StoredAlbum, ApiError> {
    let album = visible(cx, id)?;
    if album.is_manual() { Ok(album) } else { Err(ApiError::invalid("only a manual album has files of its own")) }
}

/// Adds files that the caller may see, all or none.
fn add(cx: &mut Context<'_>, request: &BatchAddContent2Album) -> Result<BatchAddContent2AlbumResponse, ApiError> {
    let album = manual(cx, request.album_id.as_str())?;
    let files = request.files.as_deref().unwrap_or_default();
    if files.is_empty() {
        return Err(ApiError::invalid("fileIds is required"));
    }
    files.iter().try_for_each(|file| add_file(cx, &album, file))?;
    Ok(BatchAddContent2AlbumResponse::default())
}

fn add_file(cx: &Context<'_>, album: &StoredAlbum, file: &AlbumFile) -> Result<(), ApiError> {
    let id = file.file_id.as_ref().map(FileId::as_str).ok_or_else(|| ApiError::invalid("fileId is required"))?;
    let (space, node) = access::node_anywhere(cx, id, Right::List)?;
    if node.is_folder() {
        return Err(refused("13000406"));
    }
    tree::require_live(cx, &node)?;
    if let Some(owner) = file.owner_id.as_ref().map(UserId::as_str).filter(|owner| !owner.is_empty()) {
        let is_owner = owner == node.creator || space.owner_id.as_ref().map(OwnerId::as_str) == Some(owner);
        if !is_owner {
            return Err(ApiError::invalid("ownerId must be the owner of the file"));
        }
    }
    record::add_entry(cx, &album.id, &node.id)
}

/// Removes files, which are kept.
fn remove(
    cx: &mut Context<'_>,
    request: &BatchDeleteAlbumContent,
) -> Result<BatchDeleteAlbumContentResponse, ApiError> {
    let album = manual(cx, request.album_id.as_str())?;
    request.files.iter().try_for_each(|file| record::remove_entry(cx, &album.id, file.as_str()))?;
    Ok(BatchDeleteAlbumContentResponse::default())
}
