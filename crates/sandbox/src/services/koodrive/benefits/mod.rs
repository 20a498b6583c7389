//! Benefits of a carrier's users: orders of packages, and the end of packages. The administrator acts for the carrier. The ID of a
//! user at the carrier is the phone number.

pub(super) mod orders;

use hwc_models::koodrive::{
    CarrierUserId, MessageType, NotifyPackageExpire, NotifyPackageExpireResponse, PackageNotice,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::accounts::{self, Account};
use crate::services::koodrive::{messages, refused, roles};

pub(super) fn register(registry: &mut Registry) {
    orders::register(registry);
    registry.register(notify_expiry);
}

/// Finds the account of a user at the carrier.
///
/// # Errors
/// Returns 13000309 for an unknown user.
fn account(cx: &Context<'_>, user: &CarrierUserId) -> Result<Account, ApiError> {
    accounts::by_phone(cx, user.as_str())?.ok_or_else(|| refused("13000309"))
}

/// Notes that the package of an account enters its reservation period, and tells the user. The space keeps its size.
fn notify_expiry(cx: &mut Context<'_>, request: &NotifyPackageExpire) -> Result<NotifyPackageExpireResponse, ApiError> {
    roles::require_system_admin(cx)?;
    if request.notice != PackageNotice::ReservationPeriod {
        return Err(ApiError::invalid("type must be 2"));
    }
    let mut account = account(cx, &request.carrier_user_id)?;
    if account.package.as_deref() != Some(request.package_id.as_str()) {
        return Err(refused("13000309"));
    }
    account.reserved_at = Some(cx.now);
    cx.records().update(&account)?;
    let text = format!("Your package {} enters its reservation period.", request.package_id);
    messages::post(cx, &account.id, MessageType::System, text)?;
    Ok(NotifyPackageExpireResponse::default())
}
