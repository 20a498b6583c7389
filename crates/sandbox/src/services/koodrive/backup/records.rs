//! Backups: `CreateBackupRecord`, `CompleteBackup`, `GetBackupRecord`, `ListBackupRecord` and `DeleteBackupRecord`.
//!
//! A backup appears in lists, and its files appear in the space, when it is complete. Until then it belongs to its lock: without the
//! lock it does not exist.

use hwc_models::koodrive::{
    BackupDeviceId, BackupLockId, BackupRecord, BackupRecordId, BackupRecordStatus, CompleteBackup,
    CompleteBackupResponse, CreateBackupRecord, CreateBackupRecordResponse, DeleteBackupRecord,
    DeleteBackupRecordResponse, GetBackupRecord, GetBackupRecordResponse, ListBackupRecord, ListBackupRecordResponse,
};
use hwc_wire::Timestamp;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::{devices, files, locks, module_code};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, Page, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::{long_id, refused, refused_with};

/// A backup, and the lock under which it began.
#[derive(Serialize, Deserialize)]
pub(crate) struct Backup {
    pub(crate) record: BackupRecord,
    pub(crate) lock: String,
}

impl StoredRecord for Backup {
    const KIND: &'static str = "koodrive.backup";
    const OWNER: Owner = Owner::User;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("module", |backup| backup.module().to_owned().into()),
        Column::new("device", |backup| backup.device().to_owned().into()),
        Column::new("complete", |backup| backup.is_complete().into()),
    ];

    fn key(&self) -> &str {
        self.record.record_id.as_ref().map_or("", BackupRecordId::as_str)
    }
}

impl Backup {
    fn module(&self) -> &str {
        self.record.module.as_ref().map_or("", |module| module.code())
    }

    fn device(&self) -> &str {
        let device = self.record.device.as_ref().and_then(|device| device.device_id.as_ref());
        device.map_or("", BackupDeviceId::as_str)
    }

    fn is_complete(&self) -> bool {
        self.record.status == Some(BackupRecordStatus::Complete)
    }

    pub(super) fn is_of_module(&self, module: &str) -> bool {
        self.module() == module
    }

    pub(super) fn is_of_device(&self, device: &str) -> bool {
        self.device() == device
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Backup>().register(create).register(complete).register(get).register(list).register(delete);
}

fn create(cx: &mut Context<'_>, request: &CreateBackupRecord) -> Result<CreateBackupRecordResponse, ApiError> {
    let module = module_code(&request.module)?;
    locks::require(cx, &request.lock_id, module)?;
    let device = devices::find(cx, &request.device_id)?;
    validate_properties(request.properties.as_deref())?;
    let series = format!("backup of {} {module}", request.device_id);
    let mut record = BackupRecord::default();
    record.record_id = Some(long_id(cx.next_number("backup")?).into());
    record.module = Some(request.module.clone());
    record.status = Some(BackupRecordStatus::New);
    record.properties.clone_from(&request.properties);
    record.version = Some(cx.next_number(&series)?);
    record.create_time = Some(Timestamp::from_unix_millis(cx.now));
    record.device = Some(device);
    cx.records().insert(&Backup { record: record.clone(), lock: request.lock_id.to_string() })?;
    let mut response = CreateBackupRecordResponse::default();
    response.data = Some(record);
    Ok(response)
}

fn validate_properties(properties: Option<&str>) -> Result<(), ApiError> {
    let is_json = |text: &str| text.is_empty() || serde_json::from_str::<IgnoredAny>(text).is_ok();
    if properties.is_none_or(is_json) { Ok(()) } else { Err(ApiError::invalid("properties must be JSON text")) }
}

/// Finds a backup that the caller can see: a complete one, or one whose lock is valid.
///
/// # Errors
/// Returns 13000309 for any other backup.
pub(super) fn find(cx: &Context<'_>, id: &BackupRecordId) -> Result<Backup, ApiError> {
    visible(cx, id.as_str())?.ok_or_else(|| refused("13000309"))
}

/// Returns a backup that the caller can see, or `None`.
pub(super) fn visible(cx: &Context<'_>, id: &str) -> Result<Option<Backup>, ApiError> {
    let Some(backup) = cx.records::<Backup>().get(id)? else {
        return Ok(None);
    };
    let is_visible = backup.is_complete() || locks::is_held(cx, &backup.lock)?;
    Ok(Some(backup).filter(|_| is_visible))
}

/// Finds a complete backup.
///
/// # Errors
/// Returns 13000309 for any other backup.
pub(super) fn find_complete(cx: &Context<'_>, id: &BackupRecordId) -> Result<Backup, ApiError> {
    Some(find(cx, id)?).filter(Backup::is_complete).ok_or_else(|| refused("13000309"))
}

/// Finds a backup that is not complete, for its writer.
///
/// # Errors
/// Returns 13000309 for an unknown backup, and 13000403 with another lock and for a complete one.
pub(super) fn find_open(cx: &Context<'_>, id: &BackupRecordId, lock: &BackupLockId) -> Result<Backup, ApiError> {
    let backup = find(cx, id)?;
    locks::require(cx, lock, backup.module())?;
    if backup.is_complete() { Err(refused_with("13000403", "The backup is complete already.")) } else { Ok(backup) }
}

/// Completes a backup whose files were all uploaded. They appear in the space together.
fn complete(cx: &mut Context<'_>, request: &CompleteBackup) -> Result<CompleteBackupResponse, ApiError> {
    let mut backup = find_open(cx, &request.record_id, &request.lock_id)?;
    validate_properties(request.properties.as_deref())?;
    files::publish(cx, backup.key())?;
    backup.record.status = Some(BackupRecordStatus::Complete);
    backup.record.end_time = Some(Timestamp::from_unix_millis(cx.now));
    backup.record.properties = request.properties.clone().or(backup.record.properties);
    cx.records().update(&backup)?;
    Ok(CompleteBackupResponse::default())
}

fn get(cx: &mut Context<'_>, request: &GetBackupRecord) -> Result<GetBackupRecordResponse, ApiError> {
    let mut response = GetBackupRecordResponse::default();
    response.data = Some(find(cx, &request.record_id)?.record);
    Ok(response)
}

/// Lists the complete backups of a module, the newest first.
fn list(cx: &mut Context<'_>, request: &ListBackupRecord) -> Result<ListBackupRecordResponse, ApiError> {
    let module = module_code(&request.module)?.to_owned();
    let device = request.device_id.as_ref().map_or("", BackupDeviceId::as_str);
    let query = cx.records::<Backup>().query().filter("complete", true).filter("module", module);
    let page = Page::cursor(request.cursor.as_deref(), request.page_size);
    let page = query.filter_text("device", device).descending().page(&page)?;
    let mut response = ListBackupRecordResponse::default();
    response.next_cursor = page.next_cursor();
    response.data = page.items.into_iter().map(|backup| backup.record).collect();
    Ok(response)
}

/// Deletes a backup with its files. The lock of its module is needed.
fn delete(cx: &mut Context<'_>, request: &DeleteBackupRecord) -> Result<DeleteBackupRecordResponse, ApiError> {
    let backup = find(cx, &request.record_id)?;
    locks::require(cx, &request.lock_id, backup.module())?;
    files::delete_all(cx, backup.key())?;
    cx.records::<Backup>().delete(backup.key())?;
    Ok(DeleteBackupRecordResponse::default())
}

/// Deletes all backups of the caller.
pub(super) fn delete_all(cx: &Context<'_>) -> Result<(), ApiError> {
    let backups = cx.records::<Backup>();
    for backup in backups.query().all()? {
        files::delete_all(cx, backup.key())?;
        backups.delete(backup.key())?;
    }
    Ok(())
}

/// Deletes the backups that are not complete, as far as they match, with everything that was uploaded for them.
pub(super) fn discard(cx: &Context<'_>, matches: impl Fn(&Backup) -> bool) -> Result<(), ApiError> {
    let backups = cx.records::<Backup>();
    for backup in backups.query().filter("complete", false).all()?.iter().filter(|backup| matches(backup)) {
        files::delete_all(cx, backup.key())?;
        backups.delete(backup.key())?;
    }
    Ok(())
}
