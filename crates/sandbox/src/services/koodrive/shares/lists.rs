//! The shares of the caller: the list and one share.

use hwc_models::koodrive::{
    GetShareByMeDetail, GetShareByMeDetailResponse, ListShareByMe, ListShareByMeResponse, ShareLink, ShareSortField,
    SortDirection,
};

use super::links;
use super::record::Share;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Page, Query};

/// The number of elements on a page by default.
const PAGE_SIZE: u32 = 100;

pub(super) fn list(cx: &mut Context<'_>, request: &ListShareByMe) -> Result<ListShareByMeResponse, ApiError> {
    let own = cx.records::<Share>().query().filter("owner", cx.caller.id.clone());
    let own = own.contains("name", request.display_name.as_deref().unwrap_or(""));
    let sorted = sorted(own, request.sort_type, request.sort_direction)?;
    let page = sorted.page(&page(request.page_cursor.as_deref(), request.page_size))?;
    let mut response = ListShareByMeResponse::default();
    response.next_cursor = page.next_cursor();
    let entry = |share: Share| {
        let mut link = links::for_sharer(cx, &share)?;
        links::add_list_fields(cx, &share, &mut link)?;
        Ok(link)
    };
    response.share_links = page.items.into_iter().map(entry).collect::<Result<_, ApiError>>()?;
    Ok(response)
}

/// Requests a page of a list of shares. A size of 0 is the default.
pub(crate) fn page(cursor: Option<&str>, size: Option<u32>) -> Page {
    Page::cursor(cursor, size.filter(|size| *size > 0).unwrap_or(PAGE_SIZE))
}

/// Sorts shares by the time of sharing, the newest first by default.
///
/// # Errors
/// Returns an error if another order is requested.
pub(crate) fn sorted<'a>(
    shares: Query<'a, Share>,
    field: Option<ShareSortField>,
    direction: Option<SortDirection>,
) -> Result<Query<'a, Share>, ApiError> {
    if field.is_some_and(|field| field != ShareSortField::ShareTime) {
        return Err(ApiError::invalid("sortType must be 4"));
    }
    let shares = shares.sort("created");
    match direction.unwrap_or(SortDirection::Descending) {
        SortDirection::Ascending => Ok(shares),
        SortDirection::Descending => Ok(shares.descending()),
        _ => Err(ApiError::invalid("sortDirection must be 1 or 2")),
    }
}

pub(super) fn detail(
    cx: &mut Context<'_>,
    request: &GetShareByMeDetail,
) -> Result<GetShareByMeDetailResponse, ApiError> {
    let share = Share::of_caller(cx, request.share_id.as_str())?;
    let mut response = GetShareByMeDetailResponse::default();
    response.share_link = Some(with_recipients(cx, &share)?);
    Ok(response)
}

fn with_recipients(cx: &Context<'_>, share: &Share) -> Result<ShareLink, ApiError> {
    let mut link = links::for_sharer(cx, share)?;
    link.departments = share.recipients.departments(cx)?;
    link.groups = share.recipients.groups(cx)?;
    link.users = share.recipients.users(cx)?;
    Ok(link)
}
