//! `ExportBillInfo`: the orders of a month as a CSV file.

use hwc_models::koodrive::{ExportBillInfo, ExportBillInfoResponse};
use hwc_wire::Timestamp;
use serde::{Deserialize, Serialize};

use super::{orders_of, user_status};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::benefits::orders::Order;
use crate::services::koodrive::drive::content::{self, ContentId};
use crate::services::koodrive::roles;

/// The columns of the file. [`statement`](super::statement) reads those of the carrier.
const HEAD: [&str; 7] =
    ["kdOrderId", "carrierOrderId", "carrierUserId", "kdUserId", "packageId", "orderTime", "userStatus"];

/// The lifetime of the URL in milliseconds.
const LIFETIME: i64 = 10_000_000;

/// The newest file of a month.
#[derive(Serialize, Deserialize)]
struct BillFile {
    cycle: String,
    content: ContentId,
}

impl StoredRecord for BillFile {
    const KIND: &'static str = "koodrive.bill_file";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[Column::new("content", |file| content::column(Some(&file.content)))];

    fn key(&self) -> &str {
        &self.cycle
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<BillFile>().register(export);
}

fn export(cx: &mut Context<'_>, request: &ExportBillInfo) -> Result<ExportBillInfoResponse, ApiError> {
    roles::require_system_admin(cx)?;
    let cycle = &request.billing_cycle;
    let orders = orders_of(cx, cycle)?;
    let name = format!("bills-{cycle}.csv");
    let stored = content::put(cx, &name, &mut file(cx, &orders)?.as_slice())?;
    let files = cx.records::<BillFile>();
    let old = files.get(cycle)?;
    files.put(&BillFile { cycle: cycle.clone(), content: stored.id.clone() })?;
    old.map_or(Ok(()), |old| content::release(cx, &old.content))?;
    let mut response = ExportBillInfoResponse::default();
    response.download_url = Some(content::url_as(cx, &stored.id, &name));
    response.url_expires = Some(LIFETIME);
    response.total = Some(orders.len() as u64);
    Ok(response)
}

fn file(cx: &Context<'_>, orders: &[Order]) -> Result<Vec<u8>, ApiError> {
    let failed = |error: &dyn std::error::Error| ApiError::internal(format!("cannot write the bills: {error}"));
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    file.write_record(HEAD).map_err(|error| failed(&error))?;
    for order in orders {
        let time = Timestamp::from_unix_millis(order.at);
        let status = user_status(cx, &order.account)?.unwrap_or_default();
        let row = [
            &order.id,
            &order.number,
            &order.carrier_user,
            &order.account,
            &order.package,
            time.as_str(),
            status.as_str(),
        ];
        file.write_record(row).map_err(|error| failed(&error))?;
    }
    file.into_inner().map_err(|error| failed(error.error()))
}
