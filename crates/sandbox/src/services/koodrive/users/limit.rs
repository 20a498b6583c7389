//! The maximum number of users: `ExpandUserNum`.

use hwc_models::koodrive::{ExpandUserNum, ExpandUserNumResponse, User};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::sessions::ORGANIZATION;
use crate::services::koodrive::{refused, roles};

/// The number of users in the reference's example of `GetQuotaUsed`, and the number that each expansion adds.
const STEP: u64 = 100;

/// The maximum number of users of the company.
#[derive(Serialize, Deserialize)]
struct UserLimit {
    max: u64,
}

impl StoredRecord for UserLimit {
    const KIND: &'static str = "koodrive.user_limit";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &'static str {
        KEY
    }
}

/// The key of the only record.
const KEY: &str = "limit";

pub(super) fn register(registry: &mut Registry) {
    registry.store::<UserLimit>().register(expand);
}

/// Returns the maximum number of users.
pub(in crate::services::koodrive) fn max(cx: &Context<'_>) -> Result<u64, ApiError> {
    Ok(cx.records::<UserLimit>().get(KEY)?.map_or(STEP, |limit| limit.max))
}

/// Returns the number of users that can be added.
pub(super) fn free(cx: &Context<'_>) -> Result<u64, ApiError> {
    Ok(max(cx)?.saturating_sub(cx.records::<User>().query().count()?))
}

/// Raises the maximum. No source shows a parameter for it.
fn expand(cx: &mut Context<'_>, request: &ExpandUserNum) -> Result<ExpandUserNumResponse, ApiError> {
    roles::require_system_admin(cx)?;
    if request.org_id.as_str() != ORGANIZATION.0 {
        return Err(refused("13000309"));
    }
    cx.records().put(&UserLimit { max: max(cx)? + STEP })?;
    Ok(ExpandUserNumResponse::default())
}
