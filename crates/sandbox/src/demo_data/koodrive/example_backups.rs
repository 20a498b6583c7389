//! The data of Ada that example inputs of device backup and reconciliation name: two devices, a folder, a lock, a complete backup
//! with a file and one that is not complete, and the differences of a statement.

use hwc_models::koodrive::{
    BackupDevice, BackupModule, BackupRecord, BackupRecordStatus, BackupScope, BillDifference, BillDifferenceType,
    ConflictPolicy,
};
use hwc_wire::Timestamp;

use crate::account::{CARRIER_PHONE, CARRIER_USER_ID};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times::DAY;
use crate::services::koodrive::backup::{Backup, BackupFile, DeviceScope, ModuleLock};
use crate::services::koodrive::drive::{NewNode, Node, content, tree};
use crate::services::koodrive::reconciliation::Check;
use crate::services::koodrive::spaces;

/// The IDs and the machine codes of the devices. The first one has all the data.
const DEVICES: [(&str, &str); 2] = [("1842812272691451648", "20251217"), ("1775406005920779393", "20250911")];

const SCOPE: &str = "123";
const LOCK: &str = "78e41c7e-db02-4d55-85b3-8153e4fefd2e@102";
const OPEN_BACKUP: &str = "1842862763295184641";
const COMPLETE_BACKUP: &str = "1842862763295184640";
const FILE: &str = "F00000000000000000000000000009008";
const CHECK: &str = "1465526652212121";

/// Writes the data. The lock lasts for a year, so that examples work at any time.
pub(super) fn seed(ada: &Context<'_>) -> Result<(), ApiError> {
    for (id, code) in DEVICES {
        ada.records().insert(&device(ada, id, code))?;
    }
    ada.records().insert(&DeviceScope { device: DEVICES[0].0.to_owned(), scope: scope(ada) })?;
    let expires_at = ada.now + 365 * DAY;
    ada.records().insert(&ModuleLock { module: "102".to_owned(), id: LOCK.to_owned(), expires_at })?;
    for (id, status) in [(COMPLETE_BACKUP, BackupRecordStatus::Complete), (OPEN_BACKUP, BackupRecordStatus::New)] {
        ada.records().insert(&Backup { record: record(ada, id, status), lock: LOCK.to_owned() })?;
    }
    file(ada)?;
    ada.records().insert(&Check { id: CHECK.to_owned(), differences: vec![difference()] })
}

fn device(cx: &Context<'_>, id: &str, code: &str) -> BackupDevice {
    let mut device = BackupDevice::default();
    device.device_id = Some(id.into());
    device.machine_code = Some(code.to_owned());
    device.operating_system = Some("android".to_owned());
    device.create_time = Some(Timestamp::from_unix_millis(cx.now));
    device
}

fn scope(cx: &Context<'_>) -> BackupScope {
    let mut scope = BackupScope::default();
    scope.scope_id = Some(SCOPE.into());
    scope.local_path = Some("/documents".to_owned());
    scope.module = Some(BackupModule::Folders);
    scope.create_time = Some(Timestamp::from_unix_millis(cx.now));
    scope
}

fn record(cx: &Context<'_>, id: &str, status: BackupRecordStatus) -> BackupRecord {
    let now = Some(Timestamp::from_unix_millis(cx.now));
    let mut record = BackupRecord::default();
    record.record_id = Some(id.into());
    record.module = Some(BackupModule::AddressBook);
    record.end_time = now.clone().filter(|_| status == BackupRecordStatus::Complete);
    record.status = Some(status);
    record.version = Some(1);
    record.create_time = now;
    record.device = Some(device(cx, DEVICES[0].0, DEVICES[0].1));
    record
}

/// Adds the file of the complete backup, in the space of Ada.
fn file(cx: &Context<'_>) -> Result<(), ApiError> {
    let missing = || ApiError::internal("the demo data lacks the space of Ada");
    let space = spaces::personal(cx, &cx.caller.id)?.ok_or_else(missing)?;
    let stored = content::put(cx, "friends.vcf", &mut "BEGIN:VCARD\nFN:Li\nEND:VCARD\n".as_bytes())?;
    let new = NewNode { id: Some(FILE.to_owned()), ..NewNode::file("friends.vcf", stored) };
    let node = tree::insert(cx, &space, &Node::root(&space), new, ConflictPolicy::Refuse)?;
    cx.records().insert(&BackupFile {
        id: node.id,
        backup: COMPLETE_BACKUP.to_owned(),
        name: node.name,
        parent: node.parent,
        mime: node.mime,
        description: None,
        size: node.size,
        sha256: node.sha256,
        created_at: cx.now,
        content: None,
        published: true,
    })
}

/// Returns an order that is missing in the bills.
fn difference() -> BillDifference {
    let mut difference = BillDifference::default();
    difference.carrier_order_id = Some("order-0".to_owned());
    difference.carrier_user_id = Some(CARRIER_PHONE.into());
    difference.drive_user_id = Some(CARRIER_USER_ID.into());
    difference.user_status = Some("0".to_owned());
    difference.kind = Some(BillDifferenceType::MissingAtHuawei);
    difference
}
