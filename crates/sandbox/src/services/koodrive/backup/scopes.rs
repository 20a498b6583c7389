//! The folders that a module of a device backs up: `BatchAddBackupScope`, `ListBackupScope` and `BatchDeleteBackupScope`.

use hwc_models::koodrive::{
    BackupScope, BackupScopeId, BatchAddBackupScope, BatchAddBackupScopeResponse, BatchDeleteBackupScope,
    BatchDeleteBackupScopeResponse, ListBackupScope, ListBackupScopeResponse, NewBackupScope, ScopeFailure,
};
use hwc_wire::Timestamp;
use serde::{Deserialize, Serialize};

use super::{devices, module_code};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, Query, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::{long_id, message};

/// The code for a folder that is not in the backups of the device.
const UNKNOWN: &str = "13000309";

/// A folder that a device backs up.
#[derive(Serialize, Deserialize)]
pub(crate) struct DeviceScope {
    pub(crate) device: String,
    pub(crate) scope: BackupScope,
}

impl StoredRecord for DeviceScope {
    const KIND: &'static str = "koodrive.backup_scope";
    const OWNER: Owner = Owner::User;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("device", |stored| stored.device.clone().into()),
        Column::new("module", |stored| stored.scope.module.as_ref().map(|module| module.code().to_owned()).into()),
    ];

    fn key(&self) -> &str {
        self.scope.scope_id.as_ref().map_or("", BackupScopeId::as_str)
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<DeviceScope>().register(add).register(list).register(remove);
}

/// Deletes the folders of a device from its backups.
pub(super) fn delete_of_device(cx: &Context<'_>, device: &str) -> Result<(), ApiError> {
    of_device(cx, device).delete().map(drop)
}

/// Adds all folders or none. A folder that is there already stays as it is.
fn add(cx: &mut Context<'_>, request: &BatchAddBackupScope) -> Result<BatchAddBackupScopeResponse, ApiError> {
    devices::find(cx, &request.device_id)?;
    let module = module_code(&request.module)?;
    for new in &request.scopes {
        validate(new)?;
        let known = of_device(cx, request.device_id.as_str()).filter("module", module.to_owned()).all()?;
        if known.iter().any(|known| is_same(&known.scope, new)) {
            continue;
        }
        let mut scope = BackupScope::default();
        scope.local_path.clone_from(&new.local_path);
        scope.target_folder_path.clone_from(&new.target_folder_path);
        scope.scope_id = Some(long_id(cx.next_number("backup scope")?).into());
        scope.module = Some(request.module.clone());
        scope.create_time = Some(Timestamp::from_unix_millis(cx.now));
        cx.records().insert(&DeviceScope { device: request.device_id.to_string(), scope })?;
    }
    Ok(BatchAddBackupScopeResponse::default())
}

/// Checks that one of the paths is set, and that both begin with a slash and have no backslash.
fn validate(new: &NewBackupScope) -> Result<(), ApiError> {
    let [local, target] = [&new.local_path, &new.target_folder_path].map(|path| path.as_deref().unwrap_or_default());
    if local.is_empty() && target.is_empty() {
        return Err(ApiError::invalid("localPath or targetFolderPath must be set"));
    }
    for (name, path) in [("localPath", local), ("targetFolderPath", target)] {
        if !path.is_empty() && (!path.starts_with('/') || path.contains('\\')) {
            return Err(ApiError::invalid(format!("{name} must begin with / and have no backslash")));
        }
    }
    Ok(())
}

fn is_same(known: &BackupScope, new: &NewBackupScope) -> bool {
    known.local_path == new.local_path && known.target_folder_path == new.target_folder_path
}

fn list(cx: &mut Context<'_>, request: &ListBackupScope) -> Result<ListBackupScopeResponse, ApiError> {
    devices::find(cx, &request.device_id)?;
    let module = module_code(&request.module)?.to_owned();
    let found = of_device(cx, request.device_id.as_str()).filter("module", module).all()?;
    let mut response = ListBackupScopeResponse::default();
    response.scopes = found.into_iter().map(|stored| stored.scope).collect();
    Ok(response)
}

/// Removes the folders that the device has, and reports the others.
fn remove(cx: &mut Context<'_>, request: &BatchDeleteBackupScope) -> Result<BatchDeleteBackupScopeResponse, ApiError> {
    devices::find(cx, &request.device_id)?;
    let scopes = cx.records::<DeviceScope>();
    let mut response = BatchDeleteBackupScopeResponse::default();
    for id in &request.scope_ids {
        let found = scopes.get(id.as_str())?.filter(|stored| stored.device == request.device_id.as_str());
        if found.is_some() && scopes.delete(id.as_str())? {
            response.scope_ids.push(id.clone());
        } else {
            response.failures.push(failure(id));
        }
    }
    Ok(response)
}

fn failure(id: &BackupScopeId) -> ScopeFailure {
    let mut failure = ScopeFailure::default();
    failure.scope_id = Some(id.clone());
    failure.error_code = Some(UNKNOWN.to_owned());
    failure.message = Some(message(UNKNOWN).to_owned());
    failure
}

fn of_device<'a>(cx: &'a Context<'_>, device: &str) -> Query<'a, DeviceScope> {
    cx.records().query().filter("device", device.to_owned())
}
