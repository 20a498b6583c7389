//! The locks of modules: `CreateBackupLock`, `RenewalBackupLock` and `ReleaseBackupLock`. A user has one lock for each module, so a
//! module has one writer at a time.

use hwc_models::koodrive::{
    BackupLock, BackupLockId, BackupModule, CreateBackupLock, CreateBackupLockResponse, ReleaseBackupLock,
    ReleaseBackupLockResponse, RenewalBackupLock, RenewalBackupLockResponse,
};
use serde::{Deserialize, Serialize};

use super::{module_code, records};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::refused_with;

/// The time for which a lock lasts, in milliseconds.
const DURATION: i64 = 10 * 60_000;

/// The code for a lock that is taken, and for one that is not valid.
const WRONG_STATE: &str = "13000403";

/// The lock of a module.
#[derive(Serialize, Deserialize)]
pub(crate) struct ModuleLock {
    pub(crate) module: String,
    pub(crate) id: String,
    pub(crate) expires_at: i64,
}

impl StoredRecord for ModuleLock {
    const KIND: &'static str = "koodrive.backup_lock";
    const OWNER: Owner = Owner::User;

    fn key(&self) -> &str {
        &self.module
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<ModuleLock>().register(create).register(renew).register(release);
}

/// Checks that a lock is valid, and that it is that of a module.
///
/// # Errors
/// Returns 13000403 for an expired, released or unknown lock, and for that of another module.
pub(super) fn require(cx: &Context<'_>, id: &BackupLockId, module: &str) -> Result<(), ApiError> {
    if held(cx, id.as_str())?.is_some_and(|lock| lock.module == module) { Ok(()) } else { Err(not_valid()) }
}

/// Returns true if a lock is valid.
pub(super) fn is_held(cx: &Context<'_>, id: &str) -> Result<bool, ApiError> {
    Ok(held(cx, id)?.is_some())
}

/// Returns a lock if it is valid. Its ID ends with the module.
fn held(cx: &Context<'_>, id: &str) -> Result<Option<ModuleLock>, ApiError> {
    let module = id.rsplit_once('@').map_or("", |(_, module)| module);
    let found = cx.records::<ModuleLock>().get(module)?;
    Ok(found.filter(|lock| lock.id == id && lock.expires_at > cx.now))
}

/// Deletes all locks of the caller.
pub(super) fn delete_all(cx: &Context<'_>) -> Result<(), ApiError> {
    cx.records::<ModuleLock>().query().delete().map(drop)
}

/// Takes the lock of a module. Without a module, that of the folders.
fn create(cx: &mut Context<'_>, request: &CreateBackupLock) -> Result<CreateBackupLockResponse, ApiError> {
    let module = module_code(request.module.as_ref().unwrap_or(&BackupModule::Folders))?;
    let locks = cx.records::<ModuleLock>();
    if locks.get(module)?.is_some_and(|lock| lock.expires_at > cx.now) {
        return Err(refused_with(WRONG_STATE, "The lock of the module is taken until it expires or is released."));
    }
    let id = format!("{}@{module}", uuid(&cx.secret("backup lock")?));
    locks.put(&ModuleLock { module: module.to_owned(), id: id.clone(), expires_at: cx.now + DURATION })?;
    // The backups of the former lock can no longer be completed.
    records::discard(cx, |record| record.is_of_module(module))?;
    let mut lock = BackupLock::default();
    lock.lock_id = Some(id.into());
    let mut response = CreateBackupLockResponse::default();
    response.data = Some(lock);
    Ok(response)
}

/// Formats hexadecimal digits as a UUID.
fn uuid(digits: &str) -> String {
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!("{}-{}-4{}-8{}-{}", part(0, 8), part(8, 12), part(12, 15), part(15, 18), part(18, 30))
}

fn renew(cx: &mut Context<'_>, request: &RenewalBackupLock) -> Result<RenewalBackupLockResponse, ApiError> {
    let mut lock = held(cx, request.lock_id.as_str())?.ok_or_else(not_valid)?;
    lock.expires_at = cx.now + DURATION;
    cx.records().update(&lock)?;
    Ok(RenewalBackupLockResponse::default())
}

/// Releases a lock. Its backups that are not complete are discarded.
fn release(cx: &mut Context<'_>, request: &ReleaseBackupLock) -> Result<ReleaseBackupLockResponse, ApiError> {
    let lock = held(cx, request.lock_id.as_str())?.ok_or_else(not_valid)?;
    cx.records::<ModuleLock>().delete(&lock.module)?;
    records::discard(cx, |record| record.is_of_module(&lock.module))?;
    Ok(ReleaseBackupLockResponse::default())
}

fn not_valid() -> ApiError {
    refused_with(
        WRONG_STATE,
        "The backup lock is not valid: it has expired, was released or is that of another module.",
    )
}
