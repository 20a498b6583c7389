//! Searching files in the personal space of the caller or in the spaces of teams.

use hwc_models::koodrive::{
    FileId, FileType, Search, SearchFilter, SearchResponse, SearchType, Space, SpaceId, SpaceType, UserId,
};
use hwc_wire::{Timestamp, Violation};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::{Node, recycle_bin, shared_folder, tree};
use crate::services::koodrive::file_lists::known_type;
use crate::services::koodrive::file_order::FileOrder;
use crate::services::koodrive::files::found_file::found_file;
use crate::services::koodrive::refused;

pub(super) fn register(registry: &mut Registry) {
    registry.register_with(search, |request, violations| missing_type(&request.search_type, violations));
}

/// Returns the error for a missing search type, which has a code of its own.
fn missing_type(search_type: &SearchType, violations: &[Violation]) -> Option<ApiError> {
    let is_missing = search_type.code().is_empty() || violations.iter().any(|found| found.path == "searchType");
    is_missing.then(|| refused("13000414"))
}

fn search(cx: &mut Context<'_>, request: &Search) -> Result<SearchResponse, ApiError> {
    shared_folder::enter(cx, request.share_folder_id.as_ref())?;
    let no_filter = SearchFilter::default();
    let filter = Conditions::new(cx, request.filter.as_ref().unwrap_or(&no_filter))?;
    let is_recycle_bin = request.recycled.unwrap_or(false);
    let order = FileOrder::new(request.sort_info.as_ref(), is_recycle_bin)?;
    let mut files = Vec::new();
    for space in searched_spaces(cx, &request.search_type, filter.space)? {
        let scope = Scope { space: &space, folder: filter.folder, is_recursive: request.recursived.unwrap_or(false) };
        let candidates = if is_recycle_bin { scope.recycled(cx)? } else { scope.live(cx)? };
        let mut found: Vec<Node> = candidates.into_iter().filter(|file| filter.accepts(file)).collect();
        access::retain_visible(cx, &space, &mut found)?;
        files.append(&mut found);
    }
    let page = order.page(files, Some(&request.page_info))?;
    let mut response = SearchResponse::default();
    response.total = Some(page.total);
    response.next_page_cursor = Some(page.next_cursor.unwrap_or_default());
    let with_thumbnail = request.image_process.as_deref().is_some_and(|process| !process.is_empty());
    response.files = page.files.iter().map(|file| found_file(cx, file, with_thumbnail)).collect::<Result<_, _>>()?;
    Ok(response)
}

/// Returns the spaces to search: those of the type that the caller may see, one of them, or that of the shared folder of the call.
fn searched_spaces(cx: &Context<'_>, search_type: &SearchType, only: Option<&str>) -> Result<Vec<Space>, ApiError> {
    let is_personal = match search_type {
        SearchType::Personal => true,
        SearchType::Team => false,
        _ if search_type.code().is_empty() => return Err(refused("13000414")),
        _ => return Err(refused("13000413")),
    };
    let is_searched = |space: &Space| (space.kind == Some(SpaceType::Personal)) == is_personal;
    match only.or(cx.folder_scope.as_ref().map(|scope| scope.space.as_str())) {
        Some(id) => {
            let space = access::read(cx, id)?;
            if is_searched(&space) { Ok(vec![space]) } else { Err(refused("13000301")) }
        }
        None => Ok(access::spaces(cx)?.into_iter().filter(is_searched).collect()),
    }
}

/// The part of a space to search.
struct Scope<'s> {
    space: &'s Space,
    folder: Option<&'s str>,
    is_recursive: bool,
}

impl Scope<'_> {
    /// Returns the files that are not in the recycle bin. Without a folder, these are all ordinary files of the space.
    fn live(&self, cx: &Context<'_>) -> Result<Vec<Node>, ApiError> {
        let Some(id) = self.folder else {
            return tree::descendants(cx, &tree::resolve(cx, self.space, "root")?);
        };
        let folder = self.folder(cx, id)?;
        tree::require_live(cx, &folder)?;
        if self.is_recursive { tree::descendants(cx, &folder) } else { tree::children(cx, &folder.id).all() }
    }

    /// Returns the entries of the recycle bin. With a folder, these are the ones that were deleted from it.
    fn recycled(&self, cx: &Context<'_>) -> Result<Vec<Node>, ApiError> {
        let mut files = recycle_bin::query(cx, self.space).all()?;
        if let Some(id) = self.folder {
            let folder = self.folder(cx, id)?;
            let was_below = |file: &Node| file.recycled.as_ref().is_some_and(|recycled| recycled.was_below(&folder.id));
            files.retain(|file| file.parent == folder.id || (self.is_recursive && was_below(file)));
        }
        Ok(files)
    }

    fn folder(&self, cx: &Context<'_>, id: &str) -> Result<Node, ApiError> {
        let folder = access::node(cx, self.space, id, Right::List)?;
        if folder.is_folder() { Ok(folder) } else { Err(refused("13000304")) }
    }
}

/// The conditions of a search on single files.
struct Conditions<'r> {
    word: String,
    space: Option<&'r str>,
    folder: Option<&'r str>,
    file_type: Option<&'r FileType>,
    owner: Option<&'r str>,
    edited: (Option<i64>, Option<i64>),
}

impl<'r> Conditions<'r> {
    fn new(cx: &Context<'_>, filter: &'r SearchFilter) -> Result<Self, ApiError> {
        let conditions = Self {
            word: filter.key_word.as_deref().unwrap_or_default().to_lowercase(),
            space: filter.container_id.as_ref().map(SpaceId::as_str).filter(|id| !id.is_empty()),
            folder: filter.parent_folder.as_ref().map(FileId::as_str).filter(|id| !id.is_empty()),
            file_type: known_type(filter.file_type.as_ref())?,
            owner: filter.owner_id.as_ref().map(UserId::as_str).filter(|id| !id.is_empty()),
            edited: time_span(cx, filter.update_time_range.as_deref().unwrap_or_default())?,
        };
        if conditions.folder.is_some() && conditions.space.is_none() {
            return Err(ApiError::invalid("parentFolder needs containerId"));
        }
        Ok(conditions)
    }

    fn accepts(&self, file: &Node) -> bool {
        let (from, to) = self.edited;
        !file.hidden
            && file.name.to_lowercase().contains(&self.word)
            && self.file_type.is_none_or(|wanted| *wanted == file.file_type)
            && self.owner.is_none_or(|owner| owner == file.creator)
            && from.is_none_or(|from| from <= file.edited_at)
            && to.is_none_or(|to| file.edited_at <= to)
    }
}

/// Reads a time span: two times with a comma between them, either of which may be empty.
fn time_span(cx: &Context<'_>, text: &str) -> Result<(Option<i64>, Option<i64>), ApiError> {
    if text.is_empty() {
        return Ok((None, None));
    }
    let (from, to) = text.split_once(',').ok_or_else(|| ApiError::invalid("updateTimeRange must be two times"))?;
    let millis = |time: &str| cx.millis("updateTimeRange", Some(&Timestamp::from(time.trim())));
    Ok((millis(from)?, millis(to)?))
}
