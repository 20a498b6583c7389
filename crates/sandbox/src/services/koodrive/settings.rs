//! The settings of the company: `SetPackageDownloadExpires`.

use hwc_models::koodrive::{SetPackageDownloadExpires, SetPackageDownloadExpiresResponse, TenantId};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::{TENANT, refused, roles};

/// The number of days for which a packed download stays available, by default.
const DEFAULT_DAYS: u32 = 7;

/// The settings of the company.
#[derive(Serialize, Deserialize)]
struct Settings {
    package_days: u32,
}

impl StoredRecord for Settings {
    const KIND: &'static str = "koodrive.settings";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &'static str {
        KEY
    }
}

/// The key of the only record.
const KEY: &str = "settings";

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Settings>().register(set_package_days);
}

/// Returns the number of days for which packed downloads stay available.
pub(super) fn package_days(cx: &Context<'_>) -> Result<u32, ApiError> {
    Ok(cx.records::<Settings>().get(KEY)?.map_or(DEFAULT_DAYS, |settings| settings.package_days))
}

/// Returns the text of the message that a package of files is ready.
pub(super) fn package_text(cx: &Context<'_>) -> Result<String, ApiError> {
    Ok(format!("A package of files is ready. It can be downloaded for {} days.", package_days(cx)?))
}

/// Sets the number of days, for system administrators. It holds for the downloads that exist, too.
fn set_package_days(
    cx: &mut Context<'_>,
    request: &SetPackageDownloadExpires,
) -> Result<SetPackageDownloadExpiresResponse, ApiError> {
    roles::require_system_admin(cx)?;
    let tenant = request.tenant_id.as_ref().map_or("", TenantId::as_str);
    if !tenant.is_empty() && tenant != TENANT {
        return Err(refused("13000309"));
    }
    cx.records().put(&Settings { package_days: request.package_download_expires })?;
    Ok(SetPackageDownloadExpiresResponse::default())
}
