//! Presigned URLs to download files from the sandbox itself.

use hwc_models::koodrive::{
    BatchResult, Download, DownloadShareFile, DownloadShareFileResponse, GetDownLoadUrl, GetDownLoadUrlResponse,
};
use hwc_wire::PresignedUrl;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::file_store::{self, File};
use crate::services::koodrive::{message, refused, require_space, share_links};

pub(super) fn file_url(cx: &mut Context<'_>, request: &GetDownLoadUrl) -> Result<GetDownLoadUrlResponse, ApiError> {
    let space = request.container_id.as_str();
    require_space(cx.db, space)?;
    let mut response = GetDownLoadUrlResponse::default();
    for id in &request.file_ids {
        let found = file_store::find(cx.db, space, id.as_str())?;
        let mut download = download(cx, found.as_ref());
        download.file_id = Some(id.clone());
        response.downloads.push(download);
    }
    let good = response.downloads.iter().filter(|download| download.url.is_some()).count();
    response.batch_code = Some(match good {
        good if good == response.downloads.len() => BatchResult::AllSucceeded,
        0 => BatchResult::AllFailed,
        _ => BatchResult::SomeSucceeded,
    });
    Ok(response)
}

fn download(cx: &Context<'_>, file: Option<&File>) -> Download {
    let mut download = Download::default();
    let code = match file {
        None => "13000407",
        Some(file) if file.recycled => "13000306",
        Some(file) => {
            download.file_name = Some(file.name.clone());
            download.url = Some(PresignedUrl::from(cx.link(file.object)));
            "0"
        }
    };
    download.code = Some(code.to_owned());
    download.msg = Some(if code == "0" { "success" } else { message(code) }.to_owned());
    download
}

pub(super) fn share_url(
    cx: &mut Context<'_>,
    request: &DownloadShareFile,
) -> Result<DownloadShareFileResponse, ApiError> {
    share_links::require_share(cx.db, request.share_id.as_str())?;
    let found = share_links::shared(cx.db, request.share_id.as_str(), request.file_id.as_str())?;
    let file = found.ok_or_else(|| refused("13000302"))?;
    let mut response = DownloadShareFileResponse::default();
    response.download_url = Some(PresignedUrl::from(cx.link(file.object)));
    Ok(response)
}
