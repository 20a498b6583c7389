//! `DataVerify` and `GetReconciliationDiffList`: the comparison of a statement with the bills, and its differences.

use std::collections::BTreeMap;

use hwc_models::koodrive::{
    BillDifference, BillDifferenceType, DataVerify, DataVerifyResponse, GetReconciliationDiffList,
    GetReconciliationDiffListResponse,
};
use hwc_wire::Binary;
use serde::{Deserialize, Serialize};

use super::statement::{self, StatementRow};
use super::{orders_of, user_status};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, Page, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::benefits::orders::Order;
use crate::services::koodrive::{accounts, long_id, refused, roles};

/// The page size without `pageSize`.
const PAGE_SIZE: u32 = 100;

/// The comparison of a statement with the bills.
#[derive(Serialize, Deserialize)]
pub(crate) struct Check {
    pub(crate) id: String,
    pub(crate) differences: Vec<BillDifference>,
}

impl StoredRecord for Check {
    const KIND: &'static str = "koodrive.reconciliation";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.id
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Check>().register(verify).register(list);
}

fn verify(cx: &mut Context<'_>, request: &DataVerify) -> Result<DataVerifyResponse, ApiError> {
    roles::require_system_admin(cx)?;
    let orders = orders_of(cx, &request.billing_cycle)?;
    let rows = statement::read(request.data.content.as_ref().map(Binary::as_slice).unwrap_or_default())?;
    let differences = compare(cx, &orders, &rows)?;
    let id = long_id(cx.next_number("reconciliation")?);
    cx.records().insert(&Check { id: id.clone(), differences })?;
    let mut response = DataVerifyResponse::default();
    response.batch_id = Some(id.into());
    Ok(response)
}

/// Returns the orders that differ or that are missing in the statement, and then those that are missing in the bills.
fn compare(cx: &Context<'_>, orders: &[Order], rows: &[StatementRow]) -> Result<Vec<BillDifference>, ApiError> {
    let mut unmatched: BTreeMap<&str, &StatementRow> = rows.iter().map(|row| (row.order.as_str(), row)).collect();
    let mut differences = Vec::new();
    for order in orders {
        let row = unmatched.remove(order.number.as_str());
        let kind = match row {
            None => BillDifferenceType::MissingAtCarrier,
            Some(row) if is_same(order, row) => continue,
            Some(_) => BillDifferenceType::BenefitsDiffer,
        };
        differences.push(difference(cx, kind, Some(order), row)?);
    }
    for row in rows.iter().filter(|row| unmatched.contains_key(row.order.as_str())) {
        differences.push(difference(cx, BillDifferenceType::MissingAtHuawei, None, Some(row))?);
    }
    Ok(differences)
}

fn is_same(order: &Order, row: &StatementRow) -> bool {
    order.package == row.package && accounts::digits(&order.carrier_user) == accounts::digits(&row.user)
}

fn difference(
    cx: &Context<'_>,
    kind: BillDifferenceType,
    order: Option<&Order>,
    row: Option<&StatementRow>,
) -> Result<BillDifference, ApiError> {
    let user = order.map(|order| &order.carrier_user).or(row.map(|row| &row.user)).map_or("", String::as_str);
    let account = match order {
        Some(order) => Some(order.account.clone()),
        None => accounts::by_phone(cx, user)?.map(|account| account.id),
    };
    let mut difference = BillDifference::default();
    difference.carrier_order_id = row.map(|row| row.order.clone());
    difference.drive_order_id = order.map(|order| order.id.clone());
    difference.carrier_user_id = Some(user.into());
    difference.carrier_order_time = row.map(|row| row.time.as_str().into());
    difference.user_status = account.as_deref().map_or(Ok(None), |account| user_status(cx, account))?;
    difference.drive_user_id = account.map(Into::into);
    difference.kind = Some(kind);
    Ok(difference)
}

fn list(
    cx: &mut Context<'_>,
    request: &GetReconciliationDiffList,
) -> Result<GetReconciliationDiffListResponse, ApiError> {
    roles::require_system_admin(cx)?;
    let check = cx.records::<Check>().get(request.batch_id.as_str())?.ok_or_else(|| refused("13000309"))?;
    let page = Page::cursor(request.page_cursor.as_deref(), request.page_size.unwrap_or(PAGE_SIZE));
    let page = page.select(check.differences)?;
    let mut response = GetReconciliationDiffListResponse::default();
    response.total = Some(page.total);
    response.next_page_cursor = page.next_cursor();
    response.diff_list = page.items;
    Ok(response)
}
