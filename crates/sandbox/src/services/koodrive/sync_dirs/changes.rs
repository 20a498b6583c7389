//! Reading the feed of a synchronization directory.

use hwc_models::koodrive::{
    ChangePolicy, FileChange, GetStartCursor, GetStartCursorResponse, ListChanges, ListChangesResponse, Space,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::services::koodrive::drive::access::Access;
use crate::services::koodrive::sync_dirs::directory::{self, SyncDir};
use crate::services::koodrive::sync_dirs::feed::{self, ChangeKind, Entry};
use crate::services::koodrive::sync_dirs::{devices, policy, sync_file};

/// Returns the cursor after the newest change.
pub(super) fn start_cursor(cx: &mut Context<'_>, request: &GetStartCursor) -> Result<GetStartCursorResponse, ApiError> {
    let (_, directory) = directory::require(cx, request.container.as_str(), request.sync_dir_id.as_str())?;
    let mut response = GetStartCursorResponse::default();
    response.start_cursor = Some(encode(&directory, feed::newest(cx, &directory.id)?));
    Ok(response)
}

/// Lists the changes after a cursor. A page covers `pageSize` changes, of which the policy may combine several into one.
pub(super) fn list(cx: &mut Context<'_>, request: &ListChanges) -> Result<ListChangesResponse, ApiError> {
    let (space, directory) = directory::require(cx, request.container.as_str(), request.sync_dir_id.as_str())?;
    let start = decode(&directory, request.cursor.as_deref().unwrap_or_default())
        .ok_or_else(|| ApiError::invalid("the cursor is invalid"))?;
    devices::remember(cx, request.device_id.as_str())?;
    let page = Page::cursor(None, request.page_size.unwrap_or_default());
    let page = feed::after(cx, &directory.id, start).page(&page)?;
    let end = page.items.last().map_or(start, |entry| entry.number);
    let policy = policy::current(cx)?;
    let entries = policy::combine(visible(cx, &space, page.items)?, &policy).into_iter();
    let mut response = ListChangesResponse::default();
    response.file_change_list = entries.map(|entry| change(cx, &policy, entry)).collect::<Result<_, _>>()?;
    response.next_cursor = Some(encode(&directory, end));
    response.has_more = Some(page.has_more);
    Ok(response)
}

/// Returns the entries of files that the caller may see.
fn visible(cx: &Context<'_>, space: &Space, entries: Vec<Entry>) -> Result<Vec<Entry>, ApiError> {
    let access = Access::load(cx, space)?;
    let mut visible = Vec::with_capacity(entries.len());
    for entry in entries {
        if feed::is_visible(cx, &access, &entry)? {
            visible.push(entry);
        }
    }
    Ok(visible)
}

fn change(cx: &Context<'_>, policy: &ChangePolicy, entry: Entry) -> Result<FileChange, ApiError> {
    let is_recycled = entry.kind == ChangeKind::Recycle || entry.node.recycled.is_some();
    let mut change = FileChange::default();
    change.policy = Some(policy.clone());
    change.change_type = Some(entry.kind.name().to_owned());
    change.file_info = Some(sync_file::sync_file(cx, &entry.node, is_recycled)?);
    change.device_id = entry.device.map(Into::into);
    Ok(change)
}

/// Encodes a position in the feed of a directory.
fn encode(directory: &SyncDir, number: i64) -> String {
    format!("{}-{number}", directory.feed)
}

/// Returns the position of a cursor, or `None` if the cursor is not of this feed.
fn decode(directory: &SyncDir, cursor: &str) -> Option<i64> {
    let (feed, number) = cursor.split_once('-')?;
    let number = number.parse().ok().filter(|number| *number >= 0)?;
    (feed == directory.feed.to_string()).then_some(number)
}
