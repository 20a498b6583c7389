//! The shares that the caller received. A share for named people is received at once, any other one with the first visit.

use hwc_models::koodrive::{
    ExitShare, ExitShareResponse, GetShareWithMeDetail, GetShareWithMeDetailResponse, ListShareWithMe,
    ListShareWithMeResponse, ShareScope,
};
use hwc_wire::Timestamp;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::refused;
use crate::services::koodrive::share_links::visitor::Visitor;
use crate::services::koodrive::shares::record::Share;
use crate::services::koodrive::shares::{cancel, links, lists};

/// The entry of a user for a share: it was visited or left.
#[derive(Serialize, Deserialize)]
struct ReceivedShare {
    share: String,
    /// True if the user left the share after the last visit.
    left: bool,
}

impl StoredRecord for ReceivedShare {
    const KIND: &'static str = "koodrive.received_share";
    const OWNER: Owner = Owner::User;

    fn key(&self) -> &str {
        &self.share
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<ReceivedShare>().register(list).register(detail).register(exit);
}

/// Notes that the caller visited a share. One who left it receives it again.
pub(super) fn visited(cx: &Context<'_>, share: &Share) -> Result<(), ApiError> {
    let entries = cx.records::<ReceivedShare>();
    if share.owner == cx.caller.id || entries.get(&share.id)?.is_some_and(|entry| !entry.left) {
        return Ok(());
    }
    entries.put(&ReceivedShare { share: share.id.clone(), left: false })
}

/// Returns true if a share is in the list of the caller.
fn is_received(cx: &Context<'_>, share: &Share) -> Result<bool, ApiError> {
    if share.owner == cx.caller.id || !Visitor::User(&cx.caller.id).is_in_scope(cx, share)? {
        return Ok(false);
    }
    let entry = cx.records::<ReceivedShare>().get(&share.id)?;
    Ok(entry.map_or(share.scope() == ShareScope::Named, |entry| !entry.left))
}

/// Returns the received shares whose name contains a text, the oldest first.
pub(super) fn received(cx: &Context<'_>, name: &str) -> Result<Vec<Share>, ApiError> {
    let mut received = Vec::new();
    for share in cx.records::<Share>().query().contains("name", name).sort("created").all()? {
        if is_received(cx, &share)? {
            received.push(share);
        }
    }
    Ok(received)
}

/// Finds a received share of the caller.
fn find(cx: &Context<'_>, id: &str) -> Result<Share, ApiError> {
    let share = Share::by_id(cx, id)?;
    if is_received(cx, &share)? { Ok(share) } else { Err(refused("13000309")) }
}

/// Lists the received shares. Groups and departments change, so the database cannot filter by the recipient.
fn list(cx: &mut Context<'_>, request: &ListShareWithMe) -> Result<ListShareWithMeResponse, ApiError> {
    let name = request.display_name.as_deref().unwrap_or("");
    let shares = cx.records::<Share>().query().contains("name", name);
    let mut received = Vec::new();
    for share in lists::sorted(shares, request.sort_type, request.sort_direction)?.all()? {
        if is_received(cx, &share)? {
            received.push(share);
        }
    }
    let page = lists::page(request.page_cursor.as_deref(), request.page_size).select(received)?;
    let mut response = ListShareWithMeResponse::default();
    response.next_cursor = page.next_cursor();
    for share in &page.items {
        let mut link = links::for_recipient(cx, share)?;
        links::add_list_fields(cx, share, &mut link)?;
        link.container_name = None;
        link.scope = Some(share.scope());
        link.update_time = Some(Timestamp::from_unix_millis(share.updated_at));
        response.share_links.push(link);
    }
    Ok(response)
}

fn detail(cx: &mut Context<'_>, request: &GetShareWithMeDetail) -> Result<GetShareWithMeDetailResponse, ApiError> {
    let share = find(cx, request.share_id.as_str())?;
    let mut response = GetShareWithMeDetailResponse::default();
    response.share_link = Some(links::for_recipient(cx, &share)?);
    Ok(response)
}

/// Leaves shares. Other recipients keep them.
fn exit(cx: &mut Context<'_>, request: &ExitShare) -> Result<ExitShareResponse, ApiError> {
    let mut response = ExitShareResponse::default();
    for id in &request.share_ids {
        let left =
            find(cx, id.as_str()).and_then(|share| cx.records().put(&ReceivedShare { share: share.id, left: true }));
        response.results.push(cancel::result(id, left)?);
    }
    Ok(response)
}
