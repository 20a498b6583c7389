//! Details of a file, its path, and the statistics of a folder.

use std::collections::BTreeMap;

use hwc_models::koodrive::{
    DownloadLink, FileItem, FileType, FolderStats, GetFile, GetFileResponse, GetFullPath, GetFullPathResponse, Space,
    StatsDir, StatsDirResponse, StatsType,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::{self, Access, Right};
use crate::services::koodrive::drive::events::{self, EventKind};
use crate::services::koodrive::drive::{Node, content, file_item, shared_folder, stats, tree};
use crate::services::koodrive::refused;

pub(super) fn register(registry: &mut Registry) {
    registry.register(details).register(full_path).register(statistics);
}

/// Returns a file, also one in the recycle bin.
fn details(cx: &mut Context<'_>, request: &GetFile) -> Result<GetFileResponse, ApiError> {
    shared_folder::enter(cx, request.share_folder_id.as_ref())?;
    let space = access::read(cx, request.container_id.as_str())?;
    let node = access::node(cx, &space, request.file_id.as_str(), Right::List)?;
    let mut response = GetFileResponse::default();
    let file = detailed(cx, &space, &node, request.image_process.as_deref())?;
    if !file.download_links.is_empty() {
        events::record_later(cx, EventKind::Viewed, &[node])?;
    }
    response.file = Some(file);
    Ok(response)
}

/// Returns a file with the fields that lists lack. No operation returns tags, so they are among the properties.
fn detailed(cx: &Context<'_>, space: &Space, node: &Node, image_process: Option<&str>) -> Result<FileItem, ApiError> {
    let mut item = file_item(cx, node)?;
    if node.is_top() {
        item.parent_folder.clear();
    }
    item.properties.extend(node.tags.clone());
    item.hidden = Some(node.hidden);
    item.sha256.clone_from(&node.sha256);
    let is_readable = Access::load(cx, space)?.on(cx, node)?.has(Right::Download);
    if is_readable && !tree::is_recycled(cx, node)? {
        item.download_links = download_links(cx, node, image_process);
    }
    Ok(item)
}

/// Returns the URL of the content. The sandbox does not process pictures, so a thumbnail has the same URL.
fn download_links(cx: &Context<'_>, node: &Node, image_process: Option<&str>) -> BTreeMap<String, DownloadLink> {
    let is_thumbnail_wanted = image_process.is_some_and(|process| !process.is_empty());
    let mut links = BTreeMap::new();
    for usage in ["content", "thumbnail"] {
        let is_wanted = usage == "content" || (is_thumbnail_wanted && node.file_type == FileType::Picture);
        if let Some(content) = node.content.as_ref().filter(|_| is_wanted) {
            let mut link = DownloadLink::default();
            link.usage = Some(usage.to_owned());
            link.download_link = Some(content::url(cx, content));
            links.insert(usage.to_owned(), link);
        }
    }
    links
}

fn full_path(cx: &mut Context<'_>, request: &GetFullPath) -> Result<GetFullPathResponse, ApiError> {
    shared_folder::enter(cx, request.share_folder_id.as_ref())?;
    let space = access::read(cx, request.container_id.as_str())?;
    let node = access::node(cx, &space, request.file_id.as_str(), Right::List)?;
    tree::require_live(cx, &node)?;
    let mut response = GetFullPathResponse::default();
    response.file_id_path = Some(tree::id_path(cx, &node)?);
    response.name_path = Some(access::name_path(cx, &space, &node)?);
    Ok(response)
}

/// Returns what the caller can see in a folder, or below it.
fn counted(cx: &Context<'_>, space: &Space, folder: Node, is_recursive: bool) -> Result<Vec<Node>, ApiError> {
    if is_recursive {
        return Ok(access::branch(cx, space, folder, Right::List)?.below);
    }
    let mut nodes = tree::children(cx, &folder.id).all()?;
    access::retain_visible(cx, space, &mut nodes)?;
    Ok(nodes)
}

fn statistics(cx: &mut Context<'_>, request: &StatsDir) -> Result<StatsDirResponse, ApiError> {
    shared_folder::enter(cx, request.share_folder_id.as_ref())?;
    let space = access::read(cx, request.container_id.as_str())?;
    let folder = access::node(cx, &space, request.file_id.as_str(), Right::List)?;
    if !folder.is_folder() {
        return Err(refused("13000304"));
    }
    tree::require_live(cx, &folder)?;
    let counts = stats::of(&counted(cx, &space, folder, request.recursive.unwrap_or(true))?);
    let (counts_files, counts_folders) = match request.kind {
        None => (true, true),
        Some(StatsType::File) => (true, false),
        Some(StatsType::Folder) => (false, true),
        Some(_) => return Err(ApiError::invalid("type must be 1 or 2")),
    };
    let is_wanted = |switch: Option<bool>, is_of_type: bool| is_of_type && switch.unwrap_or(true);
    let mut data = FolderStats::default();
    data.total_size = is_wanted(request.include_total_size, counts_files).then_some(counts.size);
    data.sub_dir_count = is_wanted(request.include_dir_count, counts_folders).then_some(counts.folders);
    data.sub_file_count = is_wanted(request.include_file_count, counts_files).then_some(counts.files);
    let mut response = StatsDirResponse::default();
    response.data = Some(data);
    Ok(response)
}
