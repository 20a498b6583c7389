//! The subscription of the company: `GetQuotaUsed`, for administrators.

use hwc_models::koodrive::{GetQuotaUsed, GetQuotaUsedResponse, QuotaUsage, Space, SpaceType, User, UserRole};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access;
use crate::services::koodrive::refused;
use crate::services::koodrive::spaces::capacity::{self, Capacity, KINDS};
use crate::services::koodrive::spaces::used_kb;
use crate::services::koodrive::users::limit;

/// The number of days for which a packed download stays available, by default.
const PACKAGE_DOWNLOAD_DAYS: i64 = 7;

pub(super) fn register(registry: &mut Registry) {
    registry.register(quota_used);
}

fn quota_used(cx: &mut Context<'_>, _request: &GetQuotaUsed) -> Result<GetQuotaUsedResponse, ApiError> {
    if !matches!(access::role(cx)?, UserRole::SystemAdmin | UserRole::DepartmentAdmin) {
        return Err(refused("13000410"));
    }
    let total = Capacity::load(cx)?;
    let [departments, users, groups] = KINDS.map(|kind| used(cx, kind));
    let [departments, users, groups] = [departments?, users?, groups?];
    let mut usage = QuotaUsage::default();
    usage.space_capacity = Some(signed(total.total()));
    usage.dept_space_quota = Some(signed(total.of(SpaceType::Department)));
    usage.personal_space_quota = Some(signed(total.of(SpaceType::Personal)));
    usage.group_space_quota = Some(signed(total.of(SpaceType::Group)));
    usage.reserved_space_quota = Some(0);
    (usage.dept_space_quota_used, usage.dept_space_used) = (Some(departments.0), Some(departments.1));
    (usage.personal_space_quota_used, usage.personal_space_used) = (Some(users.0), Some(users.1));
    (usage.group_space_quota_used, usage.group_space_used) = (Some(groups.0), Some(groups.1));
    usage.space_quota_used = Some(departments.0 + users.0 + groups.0);
    usage.space_used = Some(departments.1 + users.1 + groups.1);
    usage.user_count = Some(signed(cx.records::<User>().query().count()?));
    usage.user_max_count = Some(signed(limit::max(cx)?));
    usage.package_download_expires = Some(PACKAGE_DOWNLOAD_DAYS);
    usage.product_type = Some("1".to_owned());
    let mut response = GetQuotaUsedResponse::default();
    response.data = Some(usage);
    Ok(response)
}

/// Returns the allocated size of a type of spaces in GB, and its used size in KB.
fn used(cx: &Context<'_>, kind: SpaceType) -> Result<(i64, i64), ApiError> {
    let mut used = 0;
    for space in cx.records::<Space>().query().filter("kind", kind.code()).all()? {
        used += used_kb(cx, &space)?;
    }
    Ok((signed(capacity::allocated(cx, kind)?), signed(used)))
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
