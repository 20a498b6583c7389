//! `GetSpaceUsageByOverview`, `GetSpaceUsageByQuota` and `GetSpaceUsageByUser`. Sizes are in KB, as in the reference for carriers.

use std::collections::BTreeMap;

use hwc_models::koodrive::{
    GetSpaceUsageByOverview, GetSpaceUsageByOverviewResponse, GetSpaceUsageByQuota, GetSpaceUsageByQuotaResponse,
    GetSpaceUsageByUser, GetSpaceUsageByUserResponse, Space, SpaceType, SpaceUsage, UserId, UserSpaceUsage,
};

use super::capacity::Capacity;
use super::{id, of_company, owner};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::quota;
use crate::services::koodrive::roles;

/// The number of KB in a GB.
const KB_PER_GB: u64 = 1 << 20;

/// The number of entries of a page without a limit.
const DEFAULT_LIMIT: u32 = 100;

pub(super) fn register(registry: &mut Registry) {
    registry.register(overview).register(by_quota).register(by_user);
}

/// Returns the used size of a space in KB, rounded up.
pub(crate) fn used_kb(cx: &Context<'_>, space: &Space) -> Result<u64, ApiError> {
    Ok(quota::used(cx, id(space))?.div_ceil(1024))
}

fn overview(
    cx: &mut Context<'_>,
    _request: &GetSpaceUsageByOverview,
) -> Result<GetSpaceUsageByOverviewResponse, ApiError> {
    roles::require_system_admin(cx)?;
    let mut usage = SpaceUsage::default();
    let (mut allocated, mut used) = (0_u64, 0_u64);
    for space in of_company(cx).all()? {
        allocated = allocated.saturating_add(space.capacity.unwrap_or_default());
        used += used_kb(cx, &space)?;
    }
    usage.total_allocation = Some(allocated.saturating_mul(KB_PER_GB));
    usage.total_capacity = Some(Capacity::load(cx)?.total().saturating_mul(KB_PER_GB));
    usage.total_used = Some(used);
    let mut response = GetSpaceUsageByOverviewResponse::default();
    response.data = Some(usage);
    Ok(response)
}

/// Groups all spaces by their size, the smallest first.
fn by_quota(cx: &mut Context<'_>, request: &GetSpaceUsageByQuota) -> Result<GetSpaceUsageByQuotaResponse, ApiError> {
    roles::require_system_admin(cx)?;
    let mut groups: BTreeMap<u64, (u64, u64)> = BTreeMap::new();
    for space in of_company(cx).all()? {
        let (allocated, used) = groups.entry(space.capacity.unwrap_or_default()).or_default();
        *allocated = allocated.saturating_add(space.capacity.unwrap_or_default());
        *used += used_kb(cx, &space)?;
    }
    let limit = request.limit.unwrap_or(DEFAULT_LIMIT);
    let page = Page::offset(request.offset.unwrap_or_default(), limit).select(groups.into_iter().collect())?;
    let mut response = GetSpaceUsageByQuotaResponse::default();
    response.total = Some(page.total);
    response.data = page.items.into_iter().map(|(size, (allocated, used))| group(size, allocated, used)).collect();
    Ok(response)
}

fn group(size: u64, allocated: u64, used: u64) -> SpaceUsage {
    let mut usage = SpaceUsage::default();
    usage.quota = Some(size);
    usage.total_allocation = Some(allocated.saturating_mul(KB_PER_GB));
    usage.total_capacity = Some(allocated.saturating_mul(KB_PER_GB));
    usage.total_used = Some(used);
    usage
}

/// Lists the personal spaces of users whom the caller is or administers. Without users, these are all of them.
fn by_user(cx: &mut Context<'_>, request: &GetSpaceUsageByUser) -> Result<GetSpaceUsageByUserResponse, ApiError> {
    let wanted: Option<Vec<&str>> = request.user_ids.as_ref().map(|ids| ids.iter().map(UserId::as_str).collect());
    let mut found = Vec::new();
    for space in cx.records::<Space>().query().filter("kind", SpaceType::Personal.code()).all()? {
        let is_wanted = wanted.as_ref().is_none_or(|ids| ids.contains(&owner(&space)));
        if is_wanted && roles::is_visible(cx, &space)? {
            found.push(space);
        }
    }
    let limit = request.limit.unwrap_or(DEFAULT_LIMIT);
    let page = Page::offset(request.offset.unwrap_or_default(), limit).select(found)?;
    let mut response = GetSpaceUsageByUserResponse::default();
    response.total = Some(page.total);
    response.data = page.items.into_iter().map(|space| user(cx, space)).collect::<Result<_, _>>()?;
    Ok(response)
}

fn user(cx: &Context<'_>, space: Space) -> Result<UserSpaceUsage, ApiError> {
    let mut usage = UserSpaceUsage::default();
    usage.user_id = Some(owner(&space).into());
    usage.quota = space.capacity.map(|size| size.saturating_mul(KB_PER_GB));
    usage.used = Some(kilobytes(quota::used(cx, id(&space))?));
    usage.effective_time.clone_from(&space.create_time);
    usage.create_time = space.create_time;
    Ok(usage)
}

/// Converts bytes to KB with a fraction.
#[allow(clippy::cast_precision_loss, reason = "sizes are far below 2^53 bytes")]
fn kilobytes(bytes: u64) -> f64 {
    bytes as f64 / 1024.0
}
