//! The device of Lin with its settings, folders, lock and backups, and the requests that name them.

use hwc_models::koodrive::{
    BackupModule, BatchAddBackupScope, BatchDeleteBackupScope, BindDevice, CompleteBackup, CompleteFile,
    CreateBackupFile, CreateBackupLock, CreateBackupRecord, DeleteBackupRecord, GetBackupRecord, GetConfigInfo,
    ListBackupFile, ListBackupRecord, ListBackupScope, ListBoundDevice, ListConfigInfos, NewBackupScope,
    ReleaseBackupLock, RenewalBackupLock, UnbindDevice, UpdateConfigInfo, UploadUrl,
};

use crate::attempts::{Attempt, NO_UPLOAD, UNKNOWN, for_nobody, refused, silent};
use crate::common::Bench;
use crate::common::uploads::part;
use crate::common::users::LIN;

/// The error for a lock of another user.
const NO_LOCK: &str = "13000403";

const MODULE: BackupModule = BackupModule::AddressBook;
const SETTING: &str = "auto_backup";

/// The IDs of the data.
pub(crate) struct Backups {
    device: String,
    scope: String,
    pub(crate) lock: String,
    /// A complete backup, and one that is not.
    complete: String,
    open: String,
    /// A file of the second one whose upload is not complete.
    pub(crate) upload: String,
}

impl Backups {
    /// Creates the data.
    pub(crate) async fn new(bench: &Bench) -> Self {
        let device = LIN.send(bench, BindDevice::new("lin_machine").device_name("lin-device")).await;
        let device = device.data.unwrap().device_id.unwrap().to_string();
        let scope = NewBackupScope::default().local_path("/lin-scope");
        LIN.send(bench, BatchAddBackupScope::new(device.as_str(), MODULE, [scope])).await;
        let scope = LIN.send(bench, ListBackupScope::new(device.as_str(), MODULE)).await.scopes.remove(0);
        let lock = LIN.send(bench, CreateBackupLock::new().module(MODULE)).await.data.unwrap().lock_id.unwrap();
        let lock = lock.to_string();
        let complete = record(bench, &lock, &device).await;
        LIN.send(bench, CompleteBackup::new(lock.as_str(), complete.as_str())).await;
        let open = record(bench, &lock, &device).await;
        let file = CreateBackupFile::new(lock.as_str(), open.as_str(), "lin-card.vcf").length(3_u64);
        let file = LIN.send(bench, file).await.data.unwrap();
        let upload = file["fileId"].as_str().unwrap().to_owned();
        Self { device, scope: scope.scope_id.unwrap().to_string(), lock, complete, open, upload }
    }
}

async fn record(bench: &Bench, lock: &str, device: &str) -> String {
    let create = CreateBackupRecord::new(lock, MODULE, device).properties("\"lin-properties\"");
    LIN.send(bench, create).await.data.unwrap().record_id.unwrap().to_string()
}

/// Returns the requests.
pub(crate) fn attempts(data: &Backups) -> Vec<Attempt> {
    let (device, lock) = (data.device.as_str(), data.lock.as_str());
    let scope = NewBackupScope::default().local_path("/x");
    vec![
        silent(BindDevice::new("lin_machine")),
        silent(ListBoundDevice::new()),
        refused(UNKNOWN, UnbindDevice::new(device)),
        refused(UNKNOWN, GetConfigInfo::new(device, MODULE, SETTING)),
        refused(UNKNOWN, ListConfigInfos::new(device, MODULE)),
        refused(UNKNOWN, UpdateConfigInfo::new(device, MODULE, SETTING).current_value("on").new_value("off")),
        refused(UNKNOWN, BatchAddBackupScope::new(device, MODULE, [scope])),
        refused(UNKNOWN, ListBackupScope::new(device, MODULE)),
        refused(UNKNOWN, BatchDeleteBackupScope::new(device, [data.scope.as_str()])),
        silent(CreateBackupLock::new().module(BackupModule::Albums)),
        refused(NO_LOCK, RenewalBackupLock::new(lock)),
        refused(NO_LOCK, ReleaseBackupLock::new(lock)),
        refused(NO_LOCK, CreateBackupRecord::new(lock, MODULE, device)),
        silent(ListBackupRecord::new(MODULE, 10_u32)),
        refused(UNKNOWN, GetBackupRecord::new(data.complete.as_str())),
        refused(UNKNOWN, GetBackupRecord::new(data.open.as_str())),
        refused(UNKNOWN, ListBackupFile::new(data.complete.as_str(), 10_u32)),
        refused(UNKNOWN, CreateBackupFile::new(lock, data.open.as_str(), "x.vcf")),
        for_nobody(UNKNOWN, CompleteBackup::new(lock, data.open.as_str())),
        refused(UNKNOWN, DeleteBackupRecord::new(lock, data.complete.as_str())),
        refused(UNKNOWN, DeleteBackupRecord::new(lock, data.open.as_str())),
        refused(NO_UPLOAD, UploadUrl::new(data.upload.as_str(), [part(1, 3)])),
        for_nobody(NO_UPLOAD, CompleteFile::new(data.upload.as_str())),
    ]
}
