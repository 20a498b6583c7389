//! Device backup: devices, settings, folders and locks.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use common::Bench;
use common::carrier::{Account, ines, zola};
use common::users::NOTHING;
use hwc_models::koodrive::{
    BackupDevice, BackupDeviceId, BackupLockId, BackupModule, BatchAddBackupScope, BatchDeleteBackupScope, BindDevice,
    CreateBackupLock, GetConfigInfo, ListBackupScope, ListBoundDevice, ListConfigInfos, NewBackupScope,
    ReleaseBackupLock, RenewalBackupLock, UnbindDevice, UpdateConfigInfo,
};
use serde_json::json;

const TAKEN: &str = "400 13000403 The lock of the module is taken until it expires or is released.";
const NOT_VALID: &str =
    "400 13000403 The backup lock is not valid: it has expired, was released or is that of another module.";

async fn bind(bench: &Bench, account: &Account, code: &str) -> BackupDevice {
    account.send(bench, BindDevice::new(code).device_name("Magic v3").operating_system("android")).await.data.unwrap()
}

async fn device(bench: &Bench) -> BackupDeviceId {
    bind(bench, &zola(), "20250911").await.device_id.unwrap()
}

async fn devices(bench: &Bench, account: &Account) -> Vec<BackupDevice> {
    account.send(bench, ListBoundDevice::new()).await.data
}

#[tokio::test]
async fn devices_are_bound_to_their_user() {
    let bench = Bench::strict();
    let phone = bind(&bench, &zola(), "20250911").await;
    assert_eq!(phone.create_time.as_ref().unwrap().as_str(), "2026-01-01T00:00:00.000Z");
    let tablet = zola().send(&bench, BindDevice::new("tablet_1")).await.data.unwrap();
    assert_eq!(devices(&bench, &zola()).await, [phone.clone(), tablet.clone()]);
    assert_eq!(devices(&bench, &ines()).await, []);
    let again = zola().send(&bench, BindDevice::new("20250911").device_name("New name")).await.data.unwrap();
    assert_eq!((&again.device_id, again.device_name.as_deref()), (&phone.device_id, Some("New name")));
    assert_eq!(again.operating_system.as_deref(), Some("android"));
    let other = bind(&bench, &ines(), "20250911").await;
    assert_ne!(other.device_id, phone.device_id);
    let id = phone.device_id.unwrap();
    assert_eq!(ines().refused(&bench, UnbindDevice::new(id.clone())).await, NOTHING);
    assert_eq!(zola().send(&bench, UnbindDevice::new(id.clone())).await.data, Some(again));
    assert_eq!(devices(&bench, &zola()).await, [tablet]);
    assert_eq!(zola().refused(&bench, UnbindDevice::new(id)).await, NOTHING);
}

#[tokio::test]
async fn a_setting_changes_from_the_expected_value() {
    let bench = Bench::strict();
    let id = device(&bench).await;
    let show = |module: BackupModule| GetConfigInfo::new(id.clone(), module, "auto_backup");
    let update = || UpdateConfigInfo::new(id.clone(), BackupModule::Albums, "auto_backup");
    let changed = zola().send(&bench, update().current_value("on").new_value("off")).await.data.unwrap();
    assert_eq!((changed.name.as_deref(), changed.value.as_deref()), (Some("auto_backup"), Some("off")));
    let shown = zola().send(&bench, show(BackupModule::Albums)).await.data.unwrap();
    let expected =
        json!({ "deviceId": id.as_str(), "moduleCode": "101", "configName": "auto_backup", "configValue": "off" });
    assert_eq!(shown, expected);
    assert_eq!(zola().send(&bench, show(BackupModule::Folders)).await.data.unwrap()["configValue"], "on");
    let listed = zola().send(&bench, ListConfigInfos::new(id.clone(), BackupModule::Albums)).await.data;
    assert_eq!((listed.len(), listed[0].value.as_deref()), (1, Some("off")));
    assert_eq!(listed[0].description.as_deref(), Some("Backs up automatically."));
    let stale = zola().refused(&bench, update().current_value("on").new_value("never")).await;
    assert_eq!(stale, "400 13000102 currentConfigValue is not the value of the setting");
    let unknown = UpdateConfigInfo::new(id.clone(), BackupModule::Albums, "other").current_value("on");
    assert_eq!(zola().refused(&bench, unknown).await, NOTHING);
    assert_eq!(ines().refused(&bench, show(BackupModule::Albums)).await, NOTHING);
    assert_eq!(ines().refused(&bench, update().current_value("off").new_value("on")).await, NOTHING);
    let module = zola().refused(&bench, ListConfigInfos::new(id.clone(), "103")).await;
    assert_eq!(module, "400 13000102 moduleCode must be 100, 101 or 102");
    zola().send(&bench, UnbindDevice::new(id)).await;
    let id = device(&bench).await;
    let shown = zola().send(&bench, GetConfigInfo::new(id, BackupModule::Albums, "auto_backup")).await;
    assert_eq!(shown.data.unwrap()["configValue"], "on", "a device that was bound again");
}

/// Returns the paths of the folders of a module.
async fn scopes(bench: &Bench, device: &BackupDeviceId, module: BackupModule) -> Vec<String> {
    let listed = zola().send(bench, ListBackupScope::new(device.clone(), module)).await.scopes;
    let path = |path: Option<String>| path.unwrap_or_default();
    listed.into_iter().map(|scope| format!("{}>{}", path(scope.local_path), path(scope.target_folder_path))).collect()
}

#[tokio::test]
async fn folders_are_added_to_a_module_and_removed() {
    let bench = Bench::strict();
    let id = device(&bench).await;
    let docs = || NewBackupScope::default().local_path("/docs").target_folder_path("/phone/docs");
    let photos = || NewBackupScope::default().target_folder_path("/photos");
    let add = |new: Vec<NewBackupScope>| BatchAddBackupScope::new(id.clone(), BackupModule::Folders, new);
    zola().send(&bench, add(vec![docs(), photos()])).await;
    zola().send(&bench, add(vec![docs()])).await;
    assert_eq!(scopes(&bench, &id, BackupModule::Folders).await, ["/docs>/phone/docs", ">/photos"]);
    assert_eq!(scopes(&bench, &id, BackupModule::Albums).await, [""; 0]);
    for (wrong, problem) in [
        (NewBackupScope::default(), "localPath or targetFolderPath must be set"),
        (docs().local_path("docs"), "localPath must begin with / and have no backslash"),
        (docs().target_folder_path("/a\\b"), "targetFolderPath must begin with / and have no backslash"),
    ] {
        let more = NewBackupScope::default().local_path("/more");
        assert_eq!(zola().refused(&bench, add(vec![more, wrong])).await, format!("400 13000102 {problem}"));
    }
    let first = zola().send(&bench, ListBackupScope::new(id.clone(), BackupModule::Folders)).await.scopes.remove(0);
    assert_eq!(first.create_time.unwrap().as_str(), "2026-01-01T00:00:00.000Z");
    let remove = BatchDeleteBackupScope::new(id.clone(), [first.scope_id.clone().unwrap(), "none".into()]);
    assert_eq!(ines().refused(&bench, remove.clone()).await, NOTHING);
    let removed = zola().send(&bench, remove).await;
    assert_eq!(removed.scope_ids, [first.scope_id.unwrap()]);
    assert_eq!((removed.failures.len(), removed.failures[0].error_code.as_deref()), (1, Some("13000309")));
    assert_eq!(scopes(&bench, &id, BackupModule::Folders).await, [">/photos"]);
    assert_eq!(ines().refused(&bench, add(vec![docs()])).await, NOTHING);
    assert_eq!(ines().refused(&bench, ListBackupScope::new(id, BackupModule::Folders)).await, NOTHING);
}

async fn lock(bench: &Bench, account: &Account, module: BackupModule) -> BackupLockId {
    account.send(bench, CreateBackupLock::new().module(module)).await.data.unwrap().lock_id.unwrap()
}

#[tokio::test]
async fn a_module_has_one_writer_at_a_time() {
    let bench = Bench::strict();
    let take = || CreateBackupLock::new().module(BackupModule::AddressBook);
    let id = lock(&bench, &zola(), BackupModule::AddressBook).await;
    let (uuid, module) = id.as_str().split_once('@').unwrap();
    assert_eq!((uuid.len(), uuid.matches('-').count(), module), (36, 4, "102"));
    assert_eq!(zola().refused(&bench, take()).await, TAKEN);
    lock(&bench, &zola(), BackupModule::Albums).await;
    lock(&bench, &ines(), BackupModule::AddressBook).await;
    assert_eq!(ines().refused(&bench, RenewalBackupLock::new(id.clone())).await, NOT_VALID, "of another user");
    assert_eq!(ines().refused(&bench, ReleaseBackupLock::new(id.clone())).await, NOT_VALID, "of another user");
    zola().send(&bench, ReleaseBackupLock::new(id.clone())).await;
    assert_eq!(zola().refused(&bench, ReleaseBackupLock::new(id.clone())).await, NOT_VALID, "released");
    assert_ne!(lock(&bench, &zola(), BackupModule::AddressBook).await, id);
    let default = zola().send(&bench, CreateBackupLock::new()).await.data.unwrap().lock_id.unwrap();
    assert!(default.as_str().ends_with("@100"));
}

#[tokio::test]
async fn a_lock_lasts_ten_minutes_from_its_last_renewal() {
    let bench = Bench::strict();
    let id = lock(&bench, &zola(), BackupModule::Folders).await;
    bench.wait(599);
    zola().send(&bench, RenewalBackupLock::new(id.clone())).await;
    bench.wait(599);
    assert_eq!(zola().refused(&bench, CreateBackupLock::new().module(BackupModule::Folders)).await, TAKEN);
    bench.wait(1);
    assert_eq!(zola().refused(&bench, RenewalBackupLock::new(id.clone())).await, NOT_VALID);
    let next = lock(&bench, &zola(), BackupModule::Folders).await;
    assert_eq!(zola().refused(&bench, RenewalBackupLock::new(id)).await, NOT_VALID);
    zola().send(&bench, RenewalBackupLock::new(next)).await;
}
