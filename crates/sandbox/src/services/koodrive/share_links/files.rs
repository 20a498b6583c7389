//! Listing the files of a share, and of the folders in it.

use hwc_models::koodrive::{
    FileId, FileSortField, ListShareFiles, ListShareFilesPublic, ListShareFilesPublicResponse, ListShareFilesResponse,
    ShareFile, SortDirection,
};
use hwc_wire::{Secret, Timestamp};

use super::visible;
use super::visitor::Visitor;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::RecordPage;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::{Node, tree};
use crate::services::koodrive::refused;
use crate::services::koodrive::shares::record::Share;
use crate::services::koodrive::shares::{links, lists, status};

pub(super) fn register(registry: &mut Registry) {
    registry.register(list).register(list_public);
}

/// The parameters of a list, for either kind of visitor.
struct Listing<'a> {
    visitor: Visitor<'a>,
    token: Option<&'a Secret>,
    folder: Option<&'a FileId>,
    name: &'a str,
    sort: (Option<FileSortField>, Option<SortDirection>),
    page: (Option<&'a str>, Option<u32>),
    counts: bool,
}

fn list(cx: &mut Context<'_>, request: &ListShareFiles) -> Result<ListShareFilesResponse, ApiError> {
    let share = Share::by_short_url(cx, request.short_url.as_str())?;
    let page = select(
        cx,
        &share,
        &Listing {
            visitor: Visitor::User(&cx.caller.id),
            token: request.kdstoken.as_ref(),
            folder: request.parent_folder.as_ref(),
            name: request.file_name.as_deref().unwrap_or_default(),
            sort: (request.sort_type, request.sort_direction),
            page: (request.page_cursor.as_deref(), request.page_size),
            counts: request.refresh_count.unwrap_or(false),
        },
    )?;
    let mut response = ListShareFilesResponse::default();
    response.next_cursor = page.next_cursor();
    response.link = Some(links::for_visitor(cx, &share)?);
    response.files = page.items;
    Ok(response)
}

fn list_public(cx: &mut Context<'_>, request: &ListShareFilesPublic) -> Result<ListShareFilesPublicResponse, ApiError> {
    let share = Share::by_short_url(cx, request.short_url.as_str())?;
    let page = select(
        cx,
        &share,
        &Listing {
            visitor: Visitor::Public,
            token: request.kdstoken.as_ref(),
            folder: request.parent_folder.as_ref(),
            name: "",
            sort: (request.sort_type, request.sort_direction),
            page: (request.page_cursor.as_deref(), request.page_size),
            counts: request.refresh_count.unwrap_or(false),
        },
    )?;
    let mut response = ListShareFilesPublicResponse::default();
    response.next_cursor = page.next_cursor();
    response.link = Some(links::for_visitor(cx, &share)?);
    response.files = page.items;
    Ok(response)
}

/// Opens a share and returns a page of its files, or of those in one of its folders.
fn select(cx: &Context<'_>, share: &Share, listing: &Listing<'_>) -> Result<RecordPage<ShareFile>, ApiError> {
    listing.visitor.open(cx, share, listing.token)?;
    let mut nodes = match listing.folder.map_or("", FileId::as_str) {
        "" => status::open_files(cx, share)?,
        folder => content(cx, share, folder)?,
    };
    nodes.retain(|node| node.name.contains(listing.name));
    sort(&mut nodes, listing.sort)?;
    let page = lists::page(listing.page.0, listing.page.1).select(nodes)?;
    if listing.counts {
        cx.records::<Share>().edit(&share.id, |share| share.views += 1)?;
    }
    Ok(page.map(|node| file(share, &node)))
}

/// Returns the content of a folder that the share opens.
fn content(cx: &Context<'_>, share: &Share, folder: &str) -> Result<Vec<Node>, ApiError> {
    let folder = visible::find(cx, share, folder)?.ok_or_else(|| refused("13000302"))?;
    if !folder.is_folder() {
        return Err(ApiError::invalid("parentFolder must be a folder"));
    }
    let mut content = tree::children(cx, &folder.id).all()?;
    content.retain(|node| !node.hidden);
    status::shareable(cx, share, content)
}

/// Sorts files, those changed last first by default. Files that are equal in the order remain as they are.
fn sort(
    nodes: &mut [Node],
    (field, direction): (Option<FileSortField>, Option<SortDirection>),
) -> Result<(), ApiError> {
    match field.unwrap_or(FileSortField::EditedTime) {
        FileSortField::Name => nodes.sort_by(|one, other| one.name.cmp(&other.name)),
        FileSortField::Size => nodes.sort_by_key(|node| node.size),
        FileSortField::EditedTime => nodes.sort_by_key(|node| node.edited_at),
        _ => return Err(ApiError::invalid("sortType must be 1, 2 or 4")),
    }
    match direction.unwrap_or(SortDirection::Descending) {
        SortDirection::Ascending => {}
        SortDirection::Descending => nodes.reverse(),
        _ => return Err(ApiError::invalid("sortDirection must be 1 or 2")),
    }
    Ok(())
}

/// Returns a file in the format of responses. The folder above a share is not shown.
fn file(share: &Share, node: &Node) -> ShareFile {
    let mut file = ShareFile::default();
    file.id = Some(node.id.as_str().into());
    file.file_name = Some(node.name.clone());
    file.file_type = Some(node.file_type.clone());
    if !share.files.contains(&node.id) {
        file.parent_folder = vec![node.parent.as_str().into()];
    }
    file.file_suffix = node.suffix().map(str::to_owned);
    file.size = Some(node.size);
    file.containers = vec![node.space.as_str().into()];
    file.edited_time = Some(Timestamp::from_unix_millis(node.edited_at));
    file
}
