//! Lists of the files in a folder or in the recycle bin of a space.

use hwc_models::koodrive::{
    CursorPage, FileItem, FileListScope, FileSort, FileType, GetDepartmentFiles, GetDepartmentFilesResponse,
    GetPersonalFiles, GetPersonalFilesResponse, Space, SpaceType,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::{Node, file_item, recycle_bin, tree};
use crate::services::koodrive::file_order::FileOrder;
use crate::services::koodrive::refused;

/// The marker of lists, by the example of the reference.
const CATEGORY: &str = "drive#fileList";

pub(super) fn register(registry: &mut Registry) {
    registry.register(personal).register(of_team);
}

/// The files to list: their scope, the folder, the type and the order.
struct Selection<'r> {
    scope: &'r FileListScope,
    folder: &'r str,
    file_type: Option<&'r FileType>,
    sort: Option<&'r FileSort>,
    page: Option<&'r CursorPage>,
    includes_hidden: bool,
}

/// The files of a page, and the cursor of the next one.
type Listing = (Vec<FileItem>, Option<String>);

fn personal(cx: &mut Context<'_>, request: &GetPersonalFiles) -> Result<GetPersonalFilesResponse, ApiError> {
    let space = access::read(cx, request.container_id.as_str())?;
    if space.kind != Some(SpaceType::Personal) {
        return Err(refused("13000301"));
    }
    let selection = Selection {
        scope: &request.scope,
        folder: request.parent_file_id.as_str(),
        file_type: request.file_type.as_ref(),
        sort: request.sort_info.as_ref(),
        page: request.page_info.as_ref(),
        includes_hidden: false,
    };
    let mut response = GetPersonalFilesResponse::default();
    (response.files, response.next_cursor) = list(cx, &space, &selection)?;
    response.search_completed = Some(response.next_cursor.is_none());
    response.category = Some(CATEGORY.to_owned());
    Ok(response)
}

fn of_team(cx: &mut Context<'_>, request: &GetDepartmentFiles) -> Result<GetDepartmentFilesResponse, ApiError> {
    let space = access::read(cx, request.container_id.as_str())?;
    let kind = request.team_type.unwrap_or(SpaceType::Department);
    if !matches!(kind, SpaceType::Department | SpaceType::Group) {
        return Err(ApiError::invalid("team_type must be 0 or 2"));
    }
    if space.kind != Some(kind) || space.owner_id.as_ref() != Some(&request.group_id) {
        return Err(refused("13000415"));
    }
    let selection = Selection {
        scope: &request.scope,
        folder: request.parent_file_id.as_ref().map_or("", |id| id.as_str()),
        file_type: request.file_type.as_ref(),
        sort: request.sort_info.as_ref(),
        page: request.page_info.as_ref(),
        includes_hidden: request.hidden == Some(true),
    };
    let mut response = GetDepartmentFilesResponse::default();
    (response.files, response.next_cursor) = list(cx, &space, &selection)?;
    response.search_completed = Some(response.next_cursor.is_none());
    response.category = Some(CATEGORY.to_owned());
    Ok(response)
}

/// Returns the selected files of a space, on one page.
fn list(cx: &Context<'_>, space: &Space, selection: &Selection<'_>) -> Result<Listing, ApiError> {
    let file_type = known_type(selection.file_type)?;
    let (mut files, is_recycle_bin) = match selection.scope {
        FileListScope::Space => (in_folder(cx, space, selection.folder)?, false),
        FileListScope::RecycleBin => (in_recycle_bin(cx, space, selection.folder)?, true),
        _ => return Err(ApiError::invalid("type must be 0 or 1")),
    };
    access::retain_visible(cx, space, &mut files)?;
    files.retain(|file| file_type.is_none_or(|wanted| *wanted == file.file_type));
    files.retain(|file| selection.includes_hidden || !file.hidden);
    let page = FileOrder::new(selection.sort, is_recycle_bin)?.page(files, selection.page)?;
    let items = page.files.iter().map(|file| file_item(cx, file)).collect::<Result<_, _>>()?;
    Ok((items, page.next_cursor))
}

/// Returns the type to filter by. An empty one selects all, as in the example of the reference.
pub(super) fn known_type(file_type: Option<&FileType>) -> Result<Option<&FileType>, ApiError> {
    match file_type {
        Some(FileType::Unknown(_)) if file_type.is_some_and(|file_type| !file_type.code().is_empty()) => {
            Err(ApiError::invalid("fileType is unknown"))
        }
        Some(FileType::Unknown(_)) | None => Ok(None),
        known => Ok(known),
    }
}

fn in_folder(cx: &Context<'_>, space: &Space, id: &str) -> Result<Vec<Node>, ApiError> {
    let folder = access::node(cx, space, id, Right::List)?;
    if !folder.is_folder() {
        return Err(refused("13000304"));
    }
    tree::require_live(cx, &folder)?;
    tree::children(cx, &folder.id).all()
}

/// Returns the entries of the recycle bin that were deleted from below a top folder, or the content of a folder in the bin.
fn in_recycle_bin(cx: &Context<'_>, space: &Space, id: &str) -> Result<Vec<Node>, ApiError> {
    let folder = access::node(cx, space, id, Right::List)?;
    if folder.is_top() {
        let mut files = recycle_bin::query(cx, space).all()?;
        files.retain(|file| file.recycled.as_ref().is_some_and(|recycled| recycled.top == folder.id));
        return Ok(files);
    }
    if !folder.is_folder() {
        return Err(refused("13000304"));
    }
    if !tree::is_recycled(cx, &folder)? {
        return Err(refused("13000303"));
    }
    tree::children(cx, &folder.id).all()
}
