//! Presigned URLs to download files from the sandbox itself.

use hwc_models::koodrive::{BatchResult, Download, GetDownLoadUrl, GetDownLoadUrlResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::{Access, Right};
use crate::services::koodrive::drive::events::{self, EventKind};
use crate::services::koodrive::drive::{Node, access, content, shared_folder, tree};
use crate::services::koodrive::message;

pub(super) fn register(registry: &mut Registry) {
    registry.register(file_urls);
}

fn file_urls(cx: &mut Context<'_>, request: &GetDownLoadUrl) -> Result<GetDownLoadUrlResponse, ApiError> {
    shared_folder::enter(cx, request.share_folder_id.as_ref())?;
    let space = access::space(cx, request.container_id.as_str(), Right::Download)?;
    let access = Access::load(cx, &space)?;
    let mut downloaded = Vec::new();
    let mut response = GetDownLoadUrlResponse::default();
    for id in &request.file_ids {
        let found = tree::find(cx, &space, id.as_str())?;
        let mut download = download(cx, &access, found.as_ref())?;
        download.file_id = Some(id.clone());
        downloaded.extend(found.filter(|_| download.url.is_some()));
        response.downloads.push(download);
    }
    events::record_later(cx, EventKind::Downloaded, &downloaded)?;
    let succeeded = response.downloads.iter().filter(|download| download.url.is_some()).count();
    response.batch_code = Some(match succeeded {
        succeeded if succeeded == response.downloads.len() => BatchResult::AllSucceeded,
        0 => BatchResult::AllFailed,
        _ => BatchResult::SomeSucceeded,
    });
    Ok(response)
}

fn download(cx: &Context<'_>, access: &Access, file: Option<&Node>) -> Result<Download, ApiError> {
    let mut download = Download::default();
    let code = match file {
        None => "13000407",
        Some(file) if !access.on(cx, file)?.has(Right::Download) => "13000410",
        Some(file) if tree::is_recycled(cx, file)? => "13000306",
        Some(Node { content: None, .. }) => "13000406",
        Some(Node { content: Some(id), name, .. }) => {
            download.file_name = Some(name.clone());
            download.url = Some(content::url_as(cx, id, name));
            "0"
        }
    };
    download.code = Some(code.to_owned());
    download.msg = Some(if code == "0" { "success" } else { message(code) }.to_owned());
    Ok(download)
}
