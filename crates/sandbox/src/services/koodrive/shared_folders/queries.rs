//! `GetShareFolderMetadata` and `ListShareFolder`, for the members of shared folders.

use hwc_models::koodrive::{
    GetShareFolderMetadata, GetShareFolderMetadataResponse, ListShareFolder, ListShareFolderResponse, ShareFolder,
    ShareFolderFilter, ShareFolderStatus,
};
use hwc_wire::Timestamp;

use super::{MAX_MEMBERS, name, require_owner};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::koodrive::TENANT;
use crate::services::koodrive::drive::members;
use crate::services::koodrive::drive::shared_folder::SharedFolder;

/// The number of folders on a page without `limit`.
const PAGE_SIZE: u32 = 100;

pub(super) fn register(registry: &mut Registry) {
    registry.register(metadata).register(list);
}

/// Shows a folder to its members, and to its owner after it was deleted.
fn metadata(
    cx: &mut Context<'_>,
    request: &GetShareFolderMetadata,
) -> Result<GetShareFolderMetadataResponse, ApiError> {
    let shared = SharedFolder::find(cx, request.share_folder_id.as_str())?;
    require_owner(cx, &shared).or_else(|_| shared.require_member(cx))?;
    let mut response = GetShareFolderMetadataResponse::default();
    response.share_folder = Some(info(cx, shared)?);
    Ok(response)
}

fn info(cx: &Context<'_>, shared: SharedFolder) -> Result<ShareFolder, ApiError> {
    let mut info = ShareFolder::default();
    let is_shared = shared.folder(cx)?.is_some();
    info.tenant_id = Some(TENANT.into());
    info.name = Some(name(cx, &shared)?);
    info.creator = Some(shared.owner.clone());
    info.create_time = Some(Timestamp::from_unix_millis(shared.created_at));
    info.owner_id = Some(shared.owner.into());
    info.status = Some(if is_shared { ShareFolderStatus::Normal } else { ShareFolderStatus::Deleted });
    info.id = Some(shared.id.into());
    info.container_id = Some(shared.space.into());
    info.share_folder_file_id = Some(shared.folder.into());
    info.group_id = Some(shared.group.into());
    info.max_member = u32::try_from(MAX_MEMBERS).ok();
    Ok(info)
}

/// Lists the folders of the caller that are shared, in the order in which the caller joined them.
fn list(cx: &mut Context<'_>, request: &ListShareFolder) -> Result<ListShareFolderResponse, ApiError> {
    if request.status.is_some_and(|status| status != ShareFolderStatus::Normal) {
        return Err(ApiError::invalid("status must be 0"));
    }
    let word = request.key_word.as_deref().unwrap_or_default();
    let mut found = Vec::new();
    for group in members::groups_of(cx, &cx.caller.id)? {
        let Some(shared) = SharedFolder::of_group(cx, &group)? else { continue };
        if matches_filter(cx, request.filter, &shared)? && shared.folder(cx)?.is_some_and(|it| it.name.contains(word)) {
            found.push(shared);
        }
    }
    let page = Page::offset(request.offset.unwrap_or_default(), request.limit.unwrap_or(PAGE_SIZE)).select(found)?;
    let mut response = ListShareFolderResponse::default();
    response.folders = page.items.into_iter().map(|shared| info(cx, shared)).collect::<Result<_, _>>()?;
    Ok(response)
}

fn matches_filter(
    cx: &Context<'_>,
    filter: Option<ShareFolderFilter>,
    shared: &SharedFolder,
) -> Result<bool, ApiError> {
    let is_own = shared.owner == cx.caller.id;
    match filter {
        None | Some(ShareFolderFilter::All) => Ok(true),
        Some(ShareFolderFilter::Created) => Ok(is_own),
        Some(ShareFolderFilter::Joined) => Ok(!is_own),
        Some(_) => Err(ApiError::invalid("queryType must be 0, 1 or 2")),
    }
}
