//! Favorites: starring files, and the list of the starred files of the caller.

use std::collections::BTreeSet;

use hwc_models::koodrive::{
    BatchStarFile, BatchStarFileResponse, BatchStatus, FileItem, FileToStar, ListStarFile, ListStarFileResponse,
    SortDirection, StarFile, StarSortField, StarredFile,
};

use crate::runtime::api_error::{ApiError, ErrorOrigin};
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::favorites::Favorite;
use crate::services::koodrive::drive::{Node, file_item, tree};

/// The page size without `pageSize`.
const PAGE_SIZE: u32 = 100;

pub(super) fn register(registry: &mut Registry) {
    registry.register(star).register(list);
}

/// Adds or removes favorites. Each file has a result of its own.
fn star(cx: &mut Context<'_>, request: &BatchStarFile) -> Result<BatchStarFileResponse, ApiError> {
    let mut ids = BTreeSet::new();
    if !request.sub_request_list.iter().all(|file| ids.insert(id(file))) {
        return Err(ApiError::invalid("subRequestList names a file twice"));
    }
    let mut response = BatchStarFileResponse::default();
    for file in &request.sub_request_list {
        let outcome = if request.starred { add(cx, file) } else { remove(cx, file) };
        response.sub_response_list.push(result(file, outcome)?);
    }
    let is_ok = |file: &&StarredFile| file.code.as_deref() == Some("0");
    response.status = Some(match response.sub_response_list.iter().filter(is_ok).count() {
        0 => BatchStatus::AllFailed,
        done if done == request.sub_request_list.len() => BatchStatus::AllSucceeded,
        _ => BatchStatus::SomeSucceeded,
    });
    Ok(response)
}

fn id(file: &FileToStar) -> &str {
    file.file_id.as_ref().map_or("", |id| id.as_str())
}

/// Adds a favorite. One that is a favorite already keeps its time.
fn add(cx: &Context<'_>, file: &FileToStar) -> Result<(), ApiError> {
    let node = find(cx, file)?;
    tree::require_live(cx, &node)?;
    tree::require_not_top(&node)?;
    let favorites = cx.records::<Favorite>();
    if favorites.get(&node.id)?.is_some() {
        return Ok(());
    }
    let Node { id, space, name, file_type, .. } = node;
    favorites.insert(&Favorite { file: id, space, at: cx.now, name, file_type })
}

/// Removes a favorite, even if its file cannot be opened any more. A file that is none stays as it is.
fn remove(cx: &Context<'_>, file: &FileToStar) -> Result<(), ApiError> {
    if cx.records::<Favorite>().delete(id(file))? { Ok(()) } else { find(cx, file).map(drop) }
}

fn find(cx: &Context<'_>, file: &FileToStar) -> Result<Node, ApiError> {
    let space = access::read(cx, file.container_id.as_ref().map_or("", |id| id.as_str()))?;
    access::node(cx, &space, id(file), Right::List)
}

/// Returns the result for one file. A failure of the sandbox fails the whole call.
fn result(file: &FileToStar, outcome: Result<(), ApiError>) -> Result<StarredFile, ApiError> {
    let (code, message) = match outcome {
        Ok(()) => ("0".to_owned(), "success".to_owned()),
        Err(error) if error.origin == ErrorOrigin::Explicit => (error.code, error.message),
        Err(error) => return Err(error),
    };
    let mut result = StarredFile::default();
    result.file_id.clone_from(&file.file_id);
    result.code = Some(code);
    result.message = Some(message);
    Ok(result)
}

/// Lists the favorites of the caller. Those whose files are gone are dropped and counted.
fn list(cx: &mut Context<'_>, request: &ListStarFile) -> Result<ListStarFileResponse, ApiError> {
    if request.sort_type.is_some_and(|field| field != StarSortField::StarredTime) {
        return Err(ApiError::invalid("sortType must be 1"));
    }
    let dropped = drop_lost(cx)?;
    let query = cx.records::<Favorite>().query().sort("at");
    let query = query.filter_opt("type", request.file_type.as_ref().map(|kind| kind.code().to_owned()));
    let is_ascending = request.sort_direction == Some(SortDirection::Ascending);
    let query = if is_ascending { query } else { query.descending() };
    let size = request.page_size.unwrap_or(PAGE_SIZE);
    let page = query.page(&Page::cursor(request.page_cursor.as_deref(), size))?;
    let mut response = ListStarFileResponse::default();
    response.next_cursor = page.next_cursor();
    response.auto_deleted = Some(dropped);
    response.star_files = page.items.iter().map(|favorite| entry(cx, favorite)).collect::<Result<_, _>>()?;
    Ok(response)
}

/// Removes the favorites whose files were deleted for good, and returns their number.
fn drop_lost(cx: &Context<'_>) -> Result<u32, ApiError> {
    let favorites = cx.records::<Favorite>();
    let mut dropped = 0;
    for favorite in favorites.query().all()? {
        if cx.records::<Node>().get(&favorite.file)?.is_none() {
            favorites.delete(&favorite.file)?;
            dropped += 1;
        }
    }
    Ok(dropped)
}

/// Returns a favorite in the form of the list. A file that the caller cannot open has its name of the time when it was starred,
/// and no rights.
fn entry(cx: &Context<'_>, favorite: &Favorite) -> Result<StarFile, ApiError> {
    let opened = access::node_anywhere(cx, &favorite.file, Right::List);
    let mut entry = match opened {
        Ok((_, node)) => with_item(file_item(cx, &node)?, node.sha256),
        Err(error) if error.origin == ErrorOrigin::Explicit => locked(favorite),
        Err(error) => return Err(error),
    };
    entry.category = Some("drive#file".to_owned());
    entry.favorite = Some(true);
    Ok(entry)
}

fn with_item(item: FileItem, sha256: Option<String>) -> StarFile {
    let mut entry = StarFile::default();
    entry.id = item.id;
    entry.file_name = item.file_name;
    entry.file_type = item.file_type;
    entry.mime_type = item.mime_type;
    entry.description = item.description;
    entry.recycled = item.recycled;
    entry.parent_folder = item.parent_folder;
    entry.containers = item.containers;
    entry.created_time = item.created_time;
    entry.edited_time = item.edited_time;
    entry.owners = item.owners;
    entry.last_editor = item.last_editor;
    entry.size = item.size;
    entry.sha256 = sha256;
    entry.attachments = item.attachments;
    entry.user_capabilities = item.user_capabilities;
    entry
}

fn locked(favorite: &Favorite) -> StarFile {
    let mut entry = StarFile::default();
    entry.id = Some(favorite.file.as_str().into());
    entry.file_name = Some(favorite.name.clone());
    entry.file_type = Some(favorite.file_type.clone());
    entry.recycled = Some(false);
    entry.containers = vec![favorite.space.as_str().into()];
    entry.user_capabilities = Some(access::Rights::NONE.capabilities());
    entry
}
