//! The settings of the modules of a device: `GetConfigInfo`, `ListConfigInfos` and `UpdateConfigInfo`. No source names a setting, so
//! there is the one of the examples.

use hwc_models::koodrive::{
    BackupDeviceId, BackupModule, BackupSetting, GetConfigInfo, GetConfigInfoResponse, ListConfigInfos,
    ListConfigInfosResponse, UpdateConfigInfo, UpdateConfigInfoResponse,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{devices, module_code};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::refused;

/// The name, the first value and the description of each setting.
const SETTINGS: [(&str, &str, &str); 1] = [("auto_backup", "on", "Backs up automatically.")];

/// A setting that was changed.
#[derive(Serialize, Deserialize)]
struct ChangedSetting {
    key: String,
    device: String,
    value: String,
}

impl StoredRecord for ChangedSetting {
    const KIND: &'static str = "koodrive.backup_setting";
    const OWNER: Owner = Owner::User;
    const COLUMNS: &'static [Column<Self>] = &[Column::new("device", |setting| setting.device.clone().into())];

    fn key(&self) -> &str {
        &self.key
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<ChangedSetting>().register(get).register(list).register(update);
}

/// Deletes the settings of a device.
pub(super) fn delete_of_device(cx: &Context<'_>, device: &str) -> Result<(), ApiError> {
    cx.records::<ChangedSetting>().query().filter("device", device.to_owned()).delete().map(drop)
}

fn get(cx: &mut Context<'_>, request: &GetConfigInfo) -> Result<GetConfigInfoResponse, ApiError> {
    let value = value(cx, &request.device_id, &request.module, &request.name)?;
    let mut response = GetConfigInfoResponse::default();
    response.data = Some(json!({
        "deviceId": request.device_id.as_str(),
        "moduleCode": request.module.code(),
        "configName": request.name,
        "configValue": value,
    }));
    Ok(response)
}

fn list(cx: &mut Context<'_>, request: &ListConfigInfos) -> Result<ListConfigInfosResponse, ApiError> {
    let mut response = ListConfigInfosResponse::default();
    for (name, _, description) in SETTINGS {
        let value = value(cx, &request.device_id, &request.module, name)?;
        let mut setting = setting(&request.device_id, &request.module, name, value);
        setting.description = Some(description.to_owned());
        response.data.push(setting);
    }
    Ok(response)
}

/// Changes a setting if it has the value that the caller expects. Without a new value it stays.
fn update(cx: &mut Context<'_>, request: &UpdateConfigInfo) -> Result<UpdateConfigInfoResponse, ApiError> {
    let (device, module, name) = (&request.device_id, &request.module, &request.name);
    let current = value(cx, device, module, name)?;
    if request.current_value.as_ref() != Some(&current) {
        return Err(ApiError::invalid("currentConfigValue is not the value of the setting"));
    }
    let new = request.new_value.clone().unwrap_or(current);
    let key = key(device, module, name)?;
    cx.records().put(&ChangedSetting { key, device: device.to_string(), value: new.clone() })?;
    let mut response = UpdateConfigInfoResponse::default();
    response.data = Some(setting(device, module, name, new));
    Ok(response)
}

/// Returns the value of a setting.
///
/// # Errors
/// Returns 13000309 for an unknown device or setting.
fn value(cx: &Context<'_>, device: &BackupDeviceId, module: &BackupModule, name: &str) -> Result<String, ApiError> {
    devices::find(cx, device)?;
    let key = key(device, module, name)?;
    let (_, first, _) = SETTINGS.into_iter().find(|(known, ..)| *known == name).ok_or_else(|| refused("13000309"))?;
    let changed = cx.records::<ChangedSetting>().get(&key)?;
    Ok(changed.map_or_else(|| first.to_owned(), |setting| setting.value))
}

fn key(device: &BackupDeviceId, module: &BackupModule, name: &str) -> Result<String, ApiError> {
    Ok(format!("{device}/{}/{name}", module_code(module)?))
}

fn setting(device: &BackupDeviceId, module: &BackupModule, name: &str, value: String) -> BackupSetting {
    let mut setting = BackupSetting::default();
    setting.device_id = Some(device.clone());
    setting.module = Some(module.clone());
    setting.name = Some(name.to_owned());
    setting.value = Some(value);
    setting
}
