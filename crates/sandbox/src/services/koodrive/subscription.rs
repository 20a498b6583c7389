//! The subscription of the company: `GetService`, for all users, and `GetQuotaUsed`, for administrators.

use hwc_models::koodrive::{
    GetQuotaUsed, GetQuotaUsedResponse, GetService, GetServiceResponse, QuotaUsage, ServiceInfo, ServiceState,
    SpaceType, User,
};
use hwc_wire::{Operation, Request};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context};
use crate::runtime::error::SandboxError;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::runtime::sandbox::Sandbox;
use crate::services::koodrive::sessions::ORGANIZATION;
use crate::services::koodrive::spaces::capacity::{self, Capacity, KINDS};
use crate::services::koodrive::spaces::{self, groups, used_kb};
use crate::services::koodrive::users::{self, limit};
use crate::services::koodrive::{TENANT, departments, refused_with, roles, settings};

/// The groups of operations that a frozen service still allows: signing in and out.
const SIGN_IN: [&str; 2] = ["Sessions", "Accounts and passwords"];

/// The type of the product, from the reference's example of `GetQuotaUsed`.
const PRODUCT_TYPE: &str = "1";

pub(super) fn register(registry: &mut Registry) {
    registry.store::<StoredState>().register(quota_used).register(service);
    registry.guard("koodrive", require_in_use);
}

/// The state of the subscription, if it was set.
#[derive(Serialize, Deserialize)]
struct StoredState {
    key: String,
    /// The code of a [`ServiceState`].
    state: i64,
}

/// The key of the only state.
const KEY: &str = "state";

impl StoredRecord for StoredState {
    const KIND: &'static str = "koodrive.service_state";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.key
    }
}

impl Sandbox {
    /// Sets the state of the KooDrive subscription. No operation changes it. While it is `ServiceState::Frozen`, all calls but
    /// those of sign-in and `GetService` are refused with 13000412, and the data is kept.
    ///
    /// # Errors
    /// Returns [`SandboxError::Records`] if the database cannot be written.
    pub fn set_koodrive_state(&self, state: ServiceState) -> Result<(), SandboxError> {
        let stored = StoredState { key: KEY.to_owned(), state: state.code() };
        let written = self.with_context(Caller::demo(), |cx| cx.records().put(&stored));
        written.map_err(|error: ApiError| SandboxError::Records(error.message))
    }
}

fn state(cx: &Context<'_>) -> Result<ServiceState, ApiError> {
    let stored = cx.records::<StoredState>().get(KEY)?;
    Ok(stored.map_or(ServiceState::Normal, |stored| ServiceState::from(stored.state)))
}

/// Refuses the operations that need the service while it is frozen.
fn require_in_use(cx: &Context<'_>, operation: &Operation) -> Result<(), ApiError> {
    let is_needed = operation.name != GetService::OPERATION.name && !SIGN_IN.contains(&operation.group);
    if is_needed && state(cx)? == ServiceState::Frozen {
        return Err(refused_with("13000412", "Space is not active: the service is frozen."));
    }
    Ok(())
}

fn quota_used(cx: &mut Context<'_>, _request: &GetQuotaUsed) -> Result<GetQuotaUsedResponse, ApiError> {
    roles::require_admin(cx)?;
    let total = Capacity::load(cx)?;
    let [departments, users, groups] = KINDS.map(|kind| used(cx, kind));
    let [departments, users, groups] = [departments?, users?, groups?];
    let mut usage = QuotaUsage::default();
    usage.space_capacity = Some(signed(total.total()));
    usage.dept_space_quota = Some(signed(total.of(SpaceType::Department)));
    usage.personal_space_quota = Some(signed(total.of(SpaceType::Personal)));
    usage.group_space_quota = Some(signed(total.of(SpaceType::Group)));
    usage.reserved_space_quota = Some(0);
    (usage.dept_space_quota_used, usage.dept_space_used) = (Some(departments.0), Some(departments.1));
    (usage.personal_space_quota_used, usage.personal_space_used) = (Some(users.0), Some(users.1));
    (usage.group_space_quota_used, usage.group_space_used) = (Some(groups.0), Some(groups.1));
    usage.space_quota_used = Some(departments.0 + users.0 + groups.0);
    usage.space_used = Some(departments.1 + users.1 + groups.1);
    usage.user_count = Some(signed(cx.records::<User>().query().count()?));
    usage.user_max_count = Some(signed(limit::max(cx)?));
    usage.package_download_expires = Some(i64::from(settings::package_days(cx)?));
    usage.product_type = Some(PRODUCT_TYPE.to_owned());
    let mut response = GetQuotaUsedResponse::default();
    response.data = Some(usage);
    Ok(response)
}

/// Returns the subscription. Fields whose values are not documented are absent.
fn service(cx: &mut Context<'_>, _request: &GetService) -> Result<GetServiceResponse, ApiError> {
    let mut info = ServiceInfo::default();
    info.status = Some(state(cx)?);
    info.space_capacity = Some(signed(Capacity::load(cx)?.total()));
    info.user_count = Some(signed(limit::max(cx)?));
    info.group_space_size = Some(signed(groups::DEFAULT_CAPACITY));
    info.personal_space_size = Some(signed(users::SPACE_SIZE));
    info.department_space_size = Some(signed(departments::SPACE_SIZE));
    info.organization_id = Some(ORGANIZATION.0.into());
    info.organization_name = Some(ORGANIZATION.1.to_owned());
    info.root_dept_code = departments::top(cx)?.map(|id| departments::code(&id));
    info.tenant_id = Some(TENANT.into());
    info.product_type = Some(PRODUCT_TYPE.to_owned());
    let mut response = GetServiceResponse::default();
    response.data = Some(info);
    Ok(response)
}

/// Returns the allocated size of a type of spaces in GB, and its used size in KB.
fn used(cx: &Context<'_>, kind: SpaceType) -> Result<(i64, i64), ApiError> {
    let mut used = 0;
    for space in spaces::of_kind(cx, kind).all()? {
        used += used_kb(cx, &space)?;
    }
    Ok((signed(capacity::allocated(cx, kind)?), signed(used)))
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
