//! Users of KooDrive. All users see each other. Administrators add, change and delete them.

mod changes;
mod deletion;
pub(super) mod import_check;
pub(super) mod limit;
mod queries;

pub(super) use changes::{NewUser, add, changeable};
pub(super) use deletion::delete;
pub(crate) use deletion::{is_deleted, is_locked};

use std::collections::BTreeMap;

use hwc_models::koodrive::{DepartmentId, User, UserId};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::refused;

/// The size of the personal space of a new user in GB.
pub(super) const SPACE_SIZE: u64 = 10;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<User>();
    changes::register(registry);
    deletion::register(registry);
    import_check::register(registry);
    limit::register(registry);
    queries::register(registry);
}

/// A user is stored without the name of the department.
impl StoredRecord for User {
    const KIND: &'static str = "koodrive.user";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        self.id.as_ref().map_or("", UserId::as_str)
    }
}

/// Finds a user.
///
/// # Errors
/// Returns 13000309 for an unknown user.
pub(super) fn find(cx: &Context<'_>, id: &str) -> Result<User, ApiError> {
    cx.records().get(id)?.ok_or_else(|| refused("13000309"))
}

/// Returns the users of departments, with the names of the departments.
pub(super) fn members(cx: &Context<'_>, departments: &BTreeMap<String, String>) -> Result<Vec<User>, ApiError> {
    let mut users = cx.records::<User>().query().all()?;
    for user in &mut users {
        user.dept_name = departments.get(user.dept_id.as_ref().map_or("", DepartmentId::as_str)).cloned();
    }
    users.retain(|user| user.dept_name.is_some());
    Ok(users)
}
