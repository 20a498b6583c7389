//! Presigned URLs to download files from the sandbox itself.

use hwc_models::koodrive::{BatchResult, Download, GetDownLoadUrl, GetDownLoadUrlResponse};
use hwc_wire::PresignedUrl;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::file_store::{self, File};
use crate::services::koodrive::{message, spaces};

pub(super) fn register(registry: &mut Registry) {
    registry.store::<File>().register(file_urls);
}

fn file_urls(cx: &mut Context<'_>, request: &GetDownLoadUrl) -> Result<GetDownLoadUrlResponse, ApiError> {
    let space = request.container_id.as_str();
    spaces::require(cx, space)?;
    let mut response = GetDownLoadUrlResponse::default();
    for id in &request.file_ids {
        let found = file_store::find(cx, space, id.as_str())?;
        let mut download = download(cx, found.as_ref());
        download.file_id = Some(id.clone());
        response.downloads.push(download);
    }
    let succeeded = response.downloads.iter().filter(|download| download.url.is_some()).count();
    response.batch_code = Some(match succeeded {
        succeeded if succeeded == response.downloads.len() => BatchResult::AllSucceeded,
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
