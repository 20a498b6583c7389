//! The content of archives.

use hwc_models::koodrive::{ArchiveEntryType, ArchiveListing, ListFile, ListFileResponse, ListedArchiveEntry};
use hwc_wire::Secret;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::archives::{Archive, Entry};
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::tree;

pub(super) fn register(registry: &mut Registry) {
    registry.register(list);
}

/// Lists the entries of an archive at once, so there is never a task.
fn list(cx: &mut Context<'_>, request: &ListFile) -> Result<ListFileResponse, ApiError> {
    let space = access::space(cx, request.container_id.as_str(), Right::View)?;
    let node = access::node(cx, &space, request.file_id.as_str(), Right::View)?;
    tree::require_live(cx, &node)?;
    let mut archive = Archive::open(cx, &node)?;
    archive.require_listable()?;
    archive.require_password(request.pwd.as_ref().map_or("", Secret::expose))?;
    let mut listing = ArchiveListing::default();
    listing.uncompressed_file_list = archive.entries.iter().map(listed).collect();
    let mut response = ListFileResponse::default();
    response.data = Some(listing);
    Ok(response)
}

fn listed(entry: &Entry) -> ListedArchiveEntry {
    let mut listed = ListedArchiveEntry::default();
    listed.name = Some(entry.path.clone());
    listed.kind = Some(if entry.is_folder { ArchiveEntryType::Folder } else { ArchiveEntryType::File });
    listed.file_size = Some(entry.size);
    listed.update_at = entry.modified;
    listed
}
