//! Reconciliation of a carrier's orders, month by month. The administrator acts for the carrier.

mod bills;
mod checks;
mod statement;

pub(crate) use checks::Check;

use hwc_wire::Timestamp;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::accounts;
use crate::services::koodrive::benefits::orders::Order;

pub(super) fn register(registry: &mut Registry) {
    bills::register(registry);
    checks::register(registry);
}

/// Returns the orders of a month in the past, the oldest first. A month begins at midnight in China.
///
/// # Errors
/// Returns an error of the parameter for a text that is not a month such as `2025-07`, and for a month that has not ended.
fn orders_of(cx: &Context<'_>, cycle: &str) -> Result<Vec<Order>, ApiError> {
    let invalid = || ApiError::invalid("billingCycle must be a month in the past, as in 2025-07");
    let (year, month) = cycle.split_once('-').ok_or_else(invalid)?;
    let (year, month): (u32, u32) = (year.parse().map_err(|_| invalid())?, month.parse().map_err(|_| invalid())?);
    let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    let start = month_start(year, month).ok_or_else(invalid)?;
    let end = month_start(next.0, next.1).filter(|end| *end <= cx.now).ok_or_else(invalid)?;
    cx.records::<Order>().query().greater_than("at", start - 1).less_than("at", end).sort("at").all()
}

fn month_start(year: u32, month: u32) -> Option<i64> {
    Timestamp::from(format!("{year:04}-{month:02}-01T00:00:00+08:00")).unix_millis()
}

/// Returns the status of an account in bills and differences: 0, or 1 in the reservation period of its package. An account that
/// does not exist has none.
fn user_status(cx: &Context<'_>, account: &str) -> Result<Option<String>, ApiError> {
    let account = accounts::get(cx.db, account)?;
    Ok(account.map(|account| if account.reserved_at.is_some() { "1" } else { "0" }.to_owned()))
}
