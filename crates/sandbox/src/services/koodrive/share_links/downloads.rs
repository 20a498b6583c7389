//! Presigned URLs of shared files.

use hwc_models::koodrive::{
    DownloadShareFile, DownloadShareFilePublic, DownloadShareFilePublicResponse, DownloadShareFileResponse, FileId,
    ShareId,
};
use hwc_wire::{PresignedUrl, Secret};

use super::visible;
use super::visitor::Visitor;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::Right;
use crate::services::koodrive::drive::content;
use crate::services::koodrive::refused;
use crate::services::koodrive::shares::record::Share;

pub(super) fn register(registry: &mut Registry) {
    registry.register(download).register(download_public);
}

fn download(cx: &mut Context<'_>, request: &DownloadShareFile) -> Result<DownloadShareFileResponse, ApiError> {
    let mut response = DownloadShareFileResponse::default();
    let visitor = Visitor::User(&cx.caller.id);
    response.download_url = Some(url(cx, visitor, (&request.share_id, &request.file_id), request.kdstoken.as_ref())?);
    Ok(response)
}

fn download_public(
    cx: &mut Context<'_>,
    request: &DownloadShareFilePublic,
) -> Result<DownloadShareFilePublicResponse, ApiError> {
    let mut response = DownloadShareFilePublicResponse::default();
    let target = (&request.share_id, &request.file_id);
    response.download_url = Some(url(cx, Visitor::Public, target, request.kdstoken.as_ref())?);
    Ok(response)
}

fn url(
    cx: &Context<'_>,
    visitor: Visitor<'_>,
    (share, file): (&ShareId, &FileId),
    token: Option<&Secret>,
) -> Result<PresignedUrl, ApiError> {
    let share = Share::by_id(cx, share.as_str())?;
    visitor.open(cx, &share, token)?;
    let node = visible::branch(cx, &share, file.as_str(), Right::Download)?.top;
    if node.is_folder() {
        return Err(refused("13000406"));
    }
    let content = node.content.as_ref().ok_or_else(|| refused("13000407"))?;
    Ok(content::url(cx, content))
}
