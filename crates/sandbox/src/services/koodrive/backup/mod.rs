//! Device backup. Devices, settings, folders, locks and backups belong to the calling user or account. The files of a backup are in
//! the personal space of the user.

mod devices;
mod files;
mod locks;
mod records;
mod scopes;
mod settings;

pub(crate) use files::{BackupFile, complete_upload};
pub(crate) use locks::ModuleLock;
pub(crate) use records::Backup;
pub(crate) use scopes::DeviceScope;

use hwc_models::koodrive::BackupModule;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    devices::register(registry);
    files::register(registry);
    locks::register(registry);
    records::register(registry);
    scopes::register(registry);
    settings::register(registry);
}

/// Deletes everything of the caller: backups with their files, locks, devices, settings and folders.
pub(super) fn delete_all(cx: &Context<'_>) -> Result<(), ApiError> {
    records::delete_all(cx)?;
    locks::delete_all(cx)?;
    devices::delete_all(cx)
}

/// Returns the code of a known module.
///
/// # Errors
/// Returns an error of the parameter for an unknown module.
fn module_code(module: &BackupModule) -> Result<&str, ApiError> {
    match module {
        BackupModule::Unknown(_) => Err(ApiError::invalid("moduleCode must be 100, 101 or 102")),
        known => Ok(known.code()),
    }
}
