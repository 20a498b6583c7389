//! `ReverseOrder`: orders that users placed at the carrier. An order sets the package of the account and the size of its space,
//! and is a bill.

use hwc_models::koodrive::{
    CarrierOrder, CarrierPackageId, CarrierUserId, PackageChangeType, ReverseOrder, ReverseOrderResponse, Space,
};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::accounts::Account;
use crate::services::koodrive::{long_id, refused, roles, spaces};

/// The IDs of the packages that the carrier sells, and the sizes of the personal space in GB that they bring. The first ID is that
/// of the reference's example.
const PACKAGES: [(&str, u64); 3] = [("14", 100), ("15", 500), ("16", 2000)];

/// An order that was carried out.
#[derive(Clone, Serialize, Deserialize)]
pub(in crate::services::koodrive) struct Order {
    /// The ID in KooDrive.
    pub(in crate::services::koodrive) id: String,
    /// The serial number at the carrier.
    pub(in crate::services::koodrive) number: String,
    pub(in crate::services::koodrive) carrier_user: String,
    pub(in crate::services::koodrive) account: String,
    pub(in crate::services::koodrive) package: String,
    pub(in crate::services::koodrive) at: i64,
}

impl StoredRecord for Order {
    const KIND: &'static str = "koodrive.carrier_order";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[Column::new("at", |order| order.at.into())];

    fn key(&self) -> &str {
        &self.number
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Order>().register(place);
}

/// Carries out all orders of a batch, or none.
fn place(cx: &mut Context<'_>, request: &ReverseOrder) -> Result<ReverseOrderResponse, ApiError> {
    roles::require_system_admin(cx)?;
    request.orders.iter().try_for_each(|order| carry_out(cx, order))?;
    Ok(ReverseOrderResponse::default())
}

/// Carries out an order. One with a known serial number has no effect.
fn carry_out(cx: &Context<'_>, order: &CarrierOrder) -> Result<(), ApiError> {
    let number = order.order_number.as_deref().unwrap_or_default();
    if cx.records::<Order>().get(number)?.is_some() {
        return Ok(());
    }
    let user = order.carrier_user_id.as_ref().ok_or_else(|| ApiError::invalid("carrierUserId is required"))?;
    let mut account = super::account(cx, user)?;
    let package = ordered_package(order)?;
    resize(cx, &account, space_size(package.as_str())?)?;
    account.package = Some(package.to_string());
    account.reserved_at = None;
    cx.records().update(&account)?;
    cx.records().insert(&new_order(cx, number, (user, &account, package))?)
}

/// Returns the package that a user ordered.
fn ordered_package(order: &CarrierOrder) -> Result<&CarrierPackageId, ApiError> {
    let change = order.package_change_list.first();
    let change = change.ok_or_else(|| ApiError::invalid("packageChangeList is required"))?;
    if change.kind != Some(PackageChangeType::Order) {
        return Err(ApiError::invalid("changeType must be 1"));
    }
    change.package_id.as_ref().ok_or_else(|| ApiError::invalid("packageId is required"))
}

/// Returns the size of the personal space with a package.
///
/// # Errors
/// Returns 13000309 for an unknown package.
fn space_size(package: &str) -> Result<u64, ApiError> {
    let found = PACKAGES.iter().find(|(id, _)| *id == package);
    found.map(|(_, size)| *size).ok_or_else(|| refused("13000309"))
}

/// Sets the size of the personal space. It can become smaller than its used part: then nothing more fits in.
fn resize(cx: &Context<'_>, account: &Account, size: u64) -> Result<(), ApiError> {
    if let Some(mut space) = spaces::personal(cx, &account.id)? {
        space.capacity = Some(size);
        cx.records::<Space>().update(&space)?;
    }
    Ok(())
}

fn new_order(
    cx: &Context<'_>,
    number: &str,
    (user, account, package): (&CarrierUserId, &Account, &CarrierPackageId),
) -> Result<Order, ApiError> {
    Ok(Order {
        id: long_id(cx.next_number("carrier order")?),
        number: number.to_owned(),
        carrier_user: user.to_string(),
        account: account.id.clone(),
        package: package.to_string(),
        at: cx.now,
    })
}
