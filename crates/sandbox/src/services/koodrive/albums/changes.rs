//! `CreateAlbum`, `UpdateAlbum` and `DeleteAlbum`.

use hwc_models::koodrive::{
    AlbumKind, AlbumType, CreateAlbum, CreateAlbumResponse, DeleteAlbum, DeleteAlbumResponse, GroupId, ShareFolderId,
    UpdateAlbum, UpdateAlbumResponse,
};

use super::record::{self, Sources, StoredAlbum};
use super::sources::NewSources;
use super::{enter_group, owned};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::shared_folder::SharedFolder;
use crate::services::koodrive::long_id;

pub(super) fn register(registry: &mut Registry) {
    registry.register(create).register(update).register(delete);
}

/// Creates an album and returns its ID as `data`.
fn create(cx: &mut Context<'_>, request: &CreateAlbum) -> Result<CreateAlbumResponse, ApiError> {
    let group = group(cx, request)?;
    if let Some(group) = &group {
        enter_group(cx, group)?;
    }
    let new = NewSources {
        field: "scopeDir",
        folders: request.folders.as_deref(),
        parent: request.parent_folder.as_ref(),
        kinds: request.file_kinds.as_deref(),
    };
    let mut album = StoredAlbum {
        id: String::new(),
        name: None,
        kind: request.album_type.code(),
        owner: cx.caller.id.clone(),
        group,
        sources: Sources::default(),
    };
    change(cx, &mut album, request.name.as_deref(), &new)?;
    album.id = long_id(cx.next_number("album")?);
    cx.records().insert(&album)?;
    let mut response = CreateAlbumResponse::default();
    response.data = Some(album.id.into());
    Ok(response)
}

/// Returns the group of a new album, which a shared album needs and a personal one cannot have. A shared folder stands for its
/// group.
fn group(cx: &Context<'_>, request: &CreateAlbum) -> Result<Option<String>, ApiError> {
    let group = request.group_id.as_ref().map(GroupId::as_str).filter(|id| !id.is_empty());
    let folder = request.share_folder_id.as_ref().map(ShareFolderId::as_str).filter(|id| !id.is_empty());
    match request.album_kind {
        AlbumKind::Personal if group.or(folder).is_none() => return Ok(None),
        AlbumKind::Personal => return Err(ApiError::invalid("a personal album has no groupId and no shareFolderId")),
        AlbumKind::Shared => {}
        _ => return Err(ApiError::invalid("albumKind must be 1 or 2")),
    }
    let of_folder = folder.map(|id| SharedFolder::find(cx, id)).transpose()?.map(|shared| shared.group);
    match (group, of_folder) {
        (Some(group), Some(other)) if group != other => {
            Err(ApiError::invalid("groupId must be the group of the shared folder"))
        }
        (None, None) => Err(ApiError::invalid("groupId is required for a shared album")),
        (group, of_folder) => Ok(group.map(str::to_owned).or(of_folder)),
    }
}

/// Changes the name of a manual album, or the sources of a collection album.
fn change(cx: &Context<'_>, album: &mut StoredAlbum, name: Option<&str>, new: &NewSources<'_>) -> Result<(), ApiError> {
    match AlbumType::from(album.kind) {
        AlbumType::Manual if !new.is_empty() => {
            Err(ApiError::invalid("a manual album has neither folders nor scopeKind"))
        }
        AlbumType::Manual => {
            album.name = name.map(str::to_owned).or(album.name.take());
            let is_named = album.name.as_deref().is_some_and(|name| !name.trim().is_empty());
            if is_named { Ok(()) } else { Err(ApiError::invalid("name is required for a manual album")) }
        }
        AlbumType::Collection if name.is_some() => Err(ApiError::invalid("a collection album has no name")),
        AlbumType::Collection => new.apply(cx, &mut album.sources),
        _ => Err(ApiError::invalid("type must be 1 or 2")),
    }
}

/// Changes an album of the caller. The service does not use `coverImageUrl` yet.
fn update(cx: &mut Context<'_>, request: &UpdateAlbum) -> Result<UpdateAlbumResponse, ApiError> {
    let mut album = owned(cx, request.album_id.as_str())?;
    let new = NewSources {
        field: "scopeDirList",
        folders: request.folders.as_deref(),
        parent: request.parent_folder.as_ref(),
        kinds: request.file_kinds.as_deref(),
    };
    change(cx, &mut album, request.name.as_deref(), &new)?;
    cx.records().update(&album)?;
    Ok(UpdateAlbumResponse::default())
}

/// Deletes an album of the caller. Its files are kept.
fn delete(cx: &mut Context<'_>, request: &DeleteAlbum) -> Result<DeleteAlbumResponse, ApiError> {
    let album = owned(cx, request.album_id.as_str())?;
    record::delete(cx, &album.id)?;
    Ok(DeleteAlbumResponse::default())
}
