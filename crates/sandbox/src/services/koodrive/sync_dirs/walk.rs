//! Walking the tree below a folder, for a full synchronization.
//!
//! The cursor is the place of the last file in the order of the list, not a number of files. Files that come and go between two
//! pages therefore shift no other file.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hwc_models::koodrive::{FileSort, FileSortField, SortDirection, WalkFile, WalkFileResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::{Node, tree};
use crate::services::koodrive::refused;
use crate::services::koodrive::sync_dirs::sync_file::sync_file;

/// The page size without `pageInfo`.
const PAGE_SIZE: u32 = 100;

/// The place of a file in the order: the value to sort by, and the ID.
type Place = (String, String);

/// Lists the files below a folder, in the order of their creation if none is requested.
pub(super) fn walk(cx: &mut Context<'_>, request: &WalkFile) -> Result<WalkFileResponse, ApiError> {
    let order = Order::new(request.sort_info.as_ref())?;
    let space = access::read(cx, request.container_id.as_str())?;
    let folder = access::node(cx, &space, request.parent_file_id.as_str(), Right::List)?;
    tree::require_live(cx, &folder)?;
    if !folder.is_folder() {
        return Err(refused("13000304"));
    }
    let mut nodes = below(cx, &folder, request.include_hidden.unwrap_or(false))?;
    access::retain_visible(cx, &space, &mut nodes)?;
    nodes.retain(|node| request.file_type.as_ref().is_none_or(|kind| *kind == node.file_type));
    let info = request.page_info.as_ref();
    let size = info.and_then(|info| info.page_size).unwrap_or(PAGE_SIZE);
    let cursor = info.and_then(|info| info.page_cursor.as_deref()).unwrap_or_default();
    let (nodes, next) = order.page(nodes, cursor, usize::try_from(size).unwrap_or(usize::MAX))?;
    let mut response = WalkFileResponse::default();
    response.files = nodes.iter().map(|node| sync_file(cx, node, false)).collect::<Result<_, _>>()?;
    response.next_cursor = Some(next);
    Ok(response)
}

/// Returns everything below a folder. Hidden folders hide their content.
fn below(cx: &Context<'_>, folder: &Node, include_hidden: bool) -> Result<Vec<Node>, ApiError> {
    let mut nodes = tree::descendants(cx, folder)?;
    let mut hidden = BTreeSet::new();
    // Each folder precedes its content.
    nodes.retain(|node| {
        let is_hidden = !include_hidden && (node.hidden || hidden.contains(&node.parent));
        if is_hidden {
            hidden.insert(node.id.clone());
        }
        !is_hidden
    });
    Ok(nodes)
}

/// The order of a walk.
struct Order {
    field: FileSortField,
    is_descending: bool,
}

impl Order {
    fn new(sort: Option<&FileSort>) -> Result<Self, ApiError> {
        let field = sort.and_then(|sort| sort.sort_type).unwrap_or(FileSortField::CreatedTime);
        use FileSortField::{CreatedTime, EditedTime, Name, Size};
        if !matches!(field, Name | Size | CreatedTime | EditedTime) {
            return Err(ApiError::invalid("sortType must be from 1 to 4"));
        }
        let direction = sort.and_then(|sort| sort.sort_direction);
        Ok(Self { field, is_descending: direction == Some(SortDirection::Descending) })
    }

    fn place(&self, node: &Node) -> Place {
        let value = match self.field {
            FileSortField::Name => node.name.clone(),
            FileSortField::Size => format!("{:020}", node.size),
            FileSortField::EditedTime => format!("{:020}", node.edited_at),
            _ => format!("{:020}", node.created_at),
        };
        (value, node.id.clone())
    }

    /// Returns the nodes of the page after a cursor, and the next cursor. It is empty after the last page.
    fn page(&self, nodes: Vec<Node>, cursor: &str, size: usize) -> Result<(Vec<Node>, String), ApiError> {
        let start = decode(cursor)?;
        let mut placed: Vec<(Place, Node)> = nodes.into_iter().map(|node| (self.place(&node), node)).collect();
        placed.retain(|(place, _)| start.as_ref().is_none_or(|start| self.is_after(place, start)));
        placed.sort_by(|(left, _), (right, _)| left.cmp(right));
        if self.is_descending {
            placed.reverse();
        }
        let has_more = placed.len() > size;
        placed.truncate(size);
        let last = placed.last().filter(|_| has_more);
        let next = last.map_or_else(String::new, |(place, _)| encode(place));
        Ok((placed.into_iter().map(|(_, node)| node).collect(), next))
    }

    fn is_after(&self, place: &Place, start: &Place) -> bool {
        if self.is_descending { place < start } else { place > start }
    }
}

fn encode(place: &Place) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::json!(place).to_string())
}

/// Decodes a cursor. An empty one stands for the beginning.
fn decode(cursor: &str) -> Result<Option<Place>, ApiError> {
    if cursor.is_empty() {
        return Ok(None);
    }
    let text = URL_SAFE_NO_PAD.decode(cursor).ok();
    let place = text.and_then(|text| serde_json::from_slice(&text).ok());
    place.map(Some).ok_or_else(|| ApiError::invalid("the cursor is invalid"))
}
