//! Presigned URLs to download files from the sandbox itself.

use hwc_models::koodrive::{
    BatchResult, Download, DownloadShareFile, DownloadShareFileResponse, GetDownLoadUrl, GetDownLoadUrlResponse,
};
use hwc_wire::PresignedUrl;

use crate::runtime::api_error::Refusal;
use crate::runtime::context::Context;
use crate::services::koodrive::file_store::{self, File};
use crate::services::koodrive::{message, refused, require_space, share_links};

pub(super) fn of_files(cx: &mut Context<'_>, request: &GetDownLoadUrl) -> Result<GetDownLoadUrlResponse, Refusal> {
    let space = request.container_id.as_str();
    require_space(cx.db, space)?;
    let mut answer = GetDownLoadUrlResponse::default();
    for id in &request.file_ids {
        let found = file_store::find(cx.db, space, id.as_str())?;
        let mut download = download(cx, found.as_ref());
        download.file_id = Some(id.clone());
        answer.downloads.push(download);
    }
    let good = answer.downloads.iter().filter(|download| download.url.is_some()).count();
    answer.batch_code = Some(match good {
        good if good == answer.downloads.len() => BatchResult::AllSucceeded,
        0 => BatchResult::AllFailed,
        _ => BatchResult::SomeSucceeded,
    });
    Ok(answer)
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

pub(super) fn of_share(
    cx: &mut Context<'_>,
    request: &DownloadShareFile,
) -> Result<DownloadShareFileResponse, Refusal> {
    share_links::require_share(cx.db, request.share_id.as_str())?;
    let found = share_links::shared(cx.db, request.share_id.as_str(), request.file_id.as_str())?;
    let file = found.ok_or_else(|| refused("13000302"))?;
    let mut answer = DownloadShareFileResponse::default();
    answer.download_url = Some(PresignedUrl::from(cx.link(file.object)));
    Ok(answer)
}
