//! `ListAlbums` and `ListAlbumContent`.

use hwc_models::koodrive::{
    Album, AlbumContent, AlbumKind, AlbumSort, AlbumType, CursorPage, FileSort, FileSortField, GroupId,
    ListAlbumContent, ListAlbumContentResponse, ListAlbums, ListAlbumsResponse, SortDirection,
};
use hwc_wire::Timestamp;

use super::record::{self, StoredAlbum};
use super::{enter_group, sources, visible};
use crate::runtime::api_error::{ApiError, ErrorOrigin};
use crate::runtime::context::Context;
use crate::runtime::records::{ColumnValue, Page};
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::shared_folder::SharedFolder;
use crate::services::koodrive::drive::{Node, members, tree};
use crate::services::koodrive::file_order::FileOrder;
use crate::services::koodrive::groups;

/// The number of albums on a page without `pageSize`, by the reference.
const PAGE_SIZE: u32 = 10;

pub(super) fn register(registry: &mut Registry) {
    registry.register(list).register(content);
}

/// Lists the albums of one type that the caller sees: own ones, or those of the groups of the caller.
fn list(cx: &mut Context<'_>, request: &ListAlbums) -> Result<ListAlbumsResponse, ApiError> {
    let kind = match request.album_type {
        AlbumType::Collection | AlbumType::Manual => request.album_type.code(),
        _ => return Err(ApiError::invalid("albumType must be 1 or 2")),
    };
    let group = request.group_id.as_ref().map(GroupId::as_str).filter(|id| !id.is_empty());
    let albums = match request.album_kind {
        AlbumKind::Personal => personal(cx, kind)?,
        AlbumKind::Shared => shared(cx, kind, group)?,
        _ => return Err(ApiError::invalid("albumKind must be 1 or 2")),
    };
    let page = Page::number(request.page_num.unwrap_or(1), request.page_size.unwrap_or(PAGE_SIZE)).select(albums)?;
    let mut response = ListAlbumsResponse::default();
    response.total = Some(page.total);
    response.albums = page.items.into_iter().map(info).collect();
    Ok(response)
}

fn personal(cx: &Context<'_>, kind: i64) -> Result<Vec<StoredAlbum>, ApiError> {
    let own = cx.records::<StoredAlbum>().query().filter("owner", cx.caller.id.clone());
    own.filter("kind", kind).filter("group", ColumnValue::Null).all()
}

/// Returns the albums of one group, or of all groups of the caller.
fn shared(cx: &mut Context<'_>, kind: i64, group: Option<&str>) -> Result<Vec<StoredAlbum>, ApiError> {
    if let Some(group) = group {
        enter_group(cx, group)?;
        return cx.records().query().filter("kind", kind).filter("group", group.to_owned()).all();
    }
    let mut albums: Vec<StoredAlbum> = cx.records().query().filter("kind", kind).all()?;
    let mut found = Vec::new();
    for album in albums.drain(..) {
        if let Some(group) = &album.group
            && is_member(cx, group)?
        {
            found.push(album);
        }
    }
    Ok(found)
}

/// Returns true if the caller is a member of a group, and its folder is still shared if it is that of a shared folder.
fn is_member(cx: &Context<'_>, group: &str) -> Result<bool, ApiError> {
    match SharedFolder::of_group(cx, group)? {
        Some(shared) => Ok(members::is_member(cx, group, &cx.caller.id)? && shared.folder(cx)?.is_some()),
        None => groups::is_member(cx, group),
    }
}

fn info(stored: StoredAlbum) -> Album {
    let mut album = Album::default();
    album.id = Some(stored.id.into());
    album.name = stored.name;
    album.album_type = Some(AlbumType::from(stored.kind));
    album.album_kind = Some(if stored.group.is_some() { AlbumKind::Shared } else { AlbumKind::Personal });
    album.folders = stored.sources.folders.into_iter().map(Into::into).collect();
    album
}

/// Lists the files of an album that the caller may see and that are not in the recycle bin.
fn content(cx: &mut Context<'_>, request: &ListAlbumContent) -> Result<ListAlbumContentResponse, ApiError> {
    let album = visible(cx, request.album_id.as_str())?;
    let files = if album.is_manual() { added(cx, &album)? } else { sources::files(cx, &album)? };
    let mut wanted = CursorPage::default();
    wanted.page_size = request.page_size;
    wanted.page_cursor.clone_from(&request.page_cursor);
    let page = order(request)?.page(files, Some(&wanted))?;
    let mut response = ListAlbumContentResponse::default();
    response.total = Some(page.total);
    response.content_list = page.files.iter().map(|file| content_of(&album, file)).collect();
    response.next_page_cursor = page.next_cursor;
    Ok(response)
}

/// Returns the files that were added to a manual album.
fn added(cx: &Context<'_>, album: &StoredAlbum) -> Result<Vec<Node>, ApiError> {
    let mut files = Vec::new();
    for entry in record::entries(cx, &album.id)? {
        let node = match access::node_anywhere(cx, &entry.file, Right::List) {
            // This viewer cannot see the file.
            Err(error) if error.origin == ErrorOrigin::Explicit => continue,
            found => found?.1,
        };
        if !tree::is_recycled(cx, &node)? {
            files.push(node);
        }
    }
    Ok(files)
}

/// Returns the order of a list, the latest first by default. Pictures have no time of their own, so it is that of their creation.
fn order(request: &ListAlbumContent) -> Result<FileOrder, ApiError> {
    let mut sort = FileSort::default();
    sort.sort_type = Some(match request.sort_type {
        None | Some(AlbumSort::TakenTime | AlbumSort::CreatedTime) => FileSortField::CreatedTime,
        Some(AlbumSort::UpdatedTime) => FileSortField::EditedTime,
        Some(_) => return Err(ApiError::invalid("sortType must be 1, 2 or 3")),
    });
    sort.sort_direction = Some(request.sort_direction.unwrap_or(SortDirection::Descending));
    FileOrder::new(Some(&sort), false)
}

fn content_of(album: &StoredAlbum, file: &Node) -> AlbumContent {
    let mut content = AlbumContent::default();
    content.id = Some(file.id.as_str().into());
    content.taken_time = (!album.is_manual()).then(|| Timestamp::from_unix_millis(file.created_at));
    content.owner_id = Some(file.creator.as_str().into());
    content
}
