//! The devices of a user: `BindDevice`, `ListBoundDevice` and `UnbindDevice`.

use hwc_models::koodrive::{
    BackupDevice, BackupDeviceId, BindDevice, BindDeviceResponse, ListBoundDevice, ListBoundDeviceResponse,
    UnbindDevice, UnbindDeviceResponse,
};
use hwc_wire::Timestamp;

use super::{records, scopes, settings};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::{long_id, refused};

impl StoredRecord for BackupDevice {
    const KIND: &'static str = "koodrive.backup_device";
    const OWNER: Owner = Owner::User;
    const COLUMNS: &'static [Column<Self>] = &[Column::new("machine", |device| device.machine_code.clone().into())];

    fn key(&self) -> &str {
        self.device_id.as_ref().map_or("", BackupDeviceId::as_str)
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<BackupDevice>().register(bind).register(list).register(unbind);
}

/// Finds a device of the caller.
///
/// # Errors
/// Returns 13000309 for an unknown device, and for one of another user.
pub(super) fn find(cx: &Context<'_>, id: &BackupDeviceId) -> Result<BackupDevice, ApiError> {
    cx.records().get(id.as_str())?.ok_or_else(|| refused("13000309"))
}

/// Binds a device. One that is bound already keeps its ID and gets the new name and operating system.
fn bind(cx: &mut Context<'_>, request: &BindDevice) -> Result<BindDeviceResponse, ApiError> {
    let devices = cx.records::<BackupDevice>();
    let mut device = match devices.query().filter("machine", request.machine_code.clone()).first()? {
        Some(device) => device,
        None => new(cx, &request.machine_code)?,
    };
    device.device_name = request.device_name.clone().or(device.device_name);
    device.operating_system = request.operating_system.clone().or(device.operating_system);
    devices.put(&device)?;
    let mut response = BindDeviceResponse::default();
    response.data = Some(device);
    Ok(response)
}

fn new(cx: &Context<'_>, machine: &str) -> Result<BackupDevice, ApiError> {
    let mut device = BackupDevice::default();
    device.device_id = Some(long_id(cx.next_number("backup device")?).into());
    device.machine_code = Some(machine.to_owned());
    device.create_time = Some(Timestamp::from_unix_millis(cx.now));
    Ok(device)
}

fn list(cx: &mut Context<'_>, _request: &ListBoundDevice) -> Result<ListBoundDeviceResponse, ApiError> {
    let mut response = ListBoundDeviceResponse::default();
    response.data = cx.records::<BackupDevice>().query().all()?;
    Ok(response)
}

/// Deletes all devices of the caller with their settings and folders.
pub(super) fn delete_all(cx: &Context<'_>) -> Result<(), ApiError> {
    for device in cx.records::<BackupDevice>().query().all()? {
        delete(cx, device.key())?;
    }
    Ok(())
}

/// Deletes a device with its settings and folders.
fn delete(cx: &Context<'_>, id: &str) -> Result<(), ApiError> {
    settings::delete_of_device(cx, id)?;
    scopes::delete_of_device(cx, id)?;
    cx.records::<BackupDevice>().delete(id).map(drop)
}

/// Unbinds a device with its settings, its folders and its backups that are not complete. Complete backups remain.
fn unbind(cx: &mut Context<'_>, request: &UnbindDevice) -> Result<UnbindDeviceResponse, ApiError> {
    let device = find(cx, &request.device_id)?;
    let id = request.device_id.as_str();
    records::discard(cx, |record| record.is_of_device(id))?;
    delete(cx, id)?;
    let mut response = UnbindDeviceResponse::default();
    response.data = Some(device);
    Ok(response)
}
