//! Actions of other users that concern the caller: the shares that the caller received.

use hwc_models::koodrive::{
    DownloadLink, FileType, ListRelatedToMe, ListRelatedToMeResponse, RelatedAction, RelatedFile, RelatedRecord,
    RelatedSortField, RelatedStatus, RelatedType, ShareStatus, SortDirection,
};
use hwc_wire::Timestamp;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::services::koodrive::drive::access::Right;
use crate::services::koodrive::drive::{Node, content, tree};
use crate::services::koodrive::shares::record::Share;
use crate::services::koodrive::shares::{sharer, status};
use crate::services::koodrive::{TENANT, received_shares};

/// The page size without `pageSize`.
const PAGE_SIZE: u32 = 100;

/// Lists the received shares, the latest first by default. All records are shares, so the types of records do not matter.
pub(super) fn list(cx: &mut Context<'_>, request: &ListRelatedToMe) -> Result<ListRelatedToMeResponse, ApiError> {
    if request.sort_type.is_some_and(|field| field != RelatedSortField::OperateTime) {
        return Err(ApiError::invalid("sortType must be 1"));
    }
    if matches!(request.related_type, Some(RelatedType::Unknown(_))) {
        return Err(ApiError::invalid("relatedType must be 0 or 1"));
    }
    let mut shares = received_shares::received(cx, request.display_name.as_deref().unwrap_or_default())?;
    if request.sort_direction != Some(SortDirection::Ascending) {
        shares.reverse();
    }
    let size = request.page_size.unwrap_or(PAGE_SIZE);
    let page = Page::cursor(request.page_cursor.as_deref(), size).select(shares)?;
    let mut response = ListRelatedToMeResponse::default();
    response.next_cursor = page.next_cursor();
    response.total = Some(page.total);
    response.related_to_me_infos = page.items.iter().map(|share| record(cx, share)).collect::<Result<_, _>>()?;
    Ok(response)
}

fn record(cx: &Context<'_>, share: &Share) -> Result<RelatedRecord, ApiError> {
    let status = status::status(cx, share)?;
    // A share with a code opens after a visit alone.
    let has_links = status == ShareStatus::Active && share.extract_code.is_none();
    let files = status::shown_files(cx, share)?;
    let mut record = RelatedRecord::default();
    record.operator = Some(sharer::name(cx, &share.owner)?);
    record.operator_id = Some(share.owner.as_str().into());
    record.operate_type = Some(RelatedAction::Shared);
    record.operate_time = Some(Timestamp::from_unix_millis(share.created_at));
    record.id = Some(share.id.as_str().into());
    record.display_name = Some(share.name.clone());
    for node in &files {
        let has_link = has_links && sharer::rights(cx, share, node)?.has(Right::Download);
        record.files.push(file(cx, node, has_link)?);
    }
    record.expire_time = Some(Timestamp::from_unix_millis(share.expires_at));
    record.status = Some(match status {
        ShareStatus::FilesDeleted => RelatedStatus::FileDeleted,
        ShareStatus::Invalid => RelatedStatus::Unavailable,
        _ => RelatedStatus::ByExpiry,
    });
    record.container_id = Some(share.space.as_str().into());
    record.tenant_id = Some(TENANT.into());
    Ok(record)
}

/// Returns a file of a share. Pictures have a presigned URL.
fn file(cx: &Context<'_>, node: &Node, has_link: bool) -> Result<RelatedFile, ApiError> {
    let recycled = tree::is_recycled(cx, node)?;
    let mut file = RelatedFile::default();
    file.id = Some(node.id.as_str().into());
    file.size = Some(node.size);
    file.file_type = Some(node.file_type.clone());
    file.recycled = Some(recycled);
    let content = node.content.as_ref().filter(|_| has_link && !recycled && node.file_type == FileType::Picture);
    if let Some(content) = content {
        let mut link = DownloadLink::default();
        link.usage = Some("content".to_owned());
        link.download_link = Some(content::url(cx, content));
        file.download_links.push(link);
    }
    Ok(file)
}
