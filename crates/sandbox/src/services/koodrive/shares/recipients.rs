//! The people that a share with the scope `Named` is for.

use hwc_models::koodrive::{DepartmentId, GroupId, ShareDepartment, ShareGroup, ShareUser, User, UserId};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::departments::Department;
use crate::services::koodrive::drive::members;
use crate::services::koodrive::{accounts, groups, phone_numbers, refused};

/// Departments with all below them, groups, users and phone numbers.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Recipients {
    pub(super) departments: Vec<String>,
    pub(super) groups: Vec<String>,
    pub(super) users: Vec<String>,
    pub(super) phone_numbers: Vec<String>,
}

impl Recipients {
    pub(super) fn is_empty(&self) -> bool {
        let Self { departments, groups, users, phone_numbers } = self;
        [departments, groups, users, phone_numbers].into_iter().all(Vec::is_empty)
    }

    /// Replaces the departments, unless `ids` is `None`.
    ///
    /// # Errors
    /// Returns 13000309 if one does not exist.
    pub(super) fn set_departments(&mut self, cx: &Context<'_>, ids: Option<&[DepartmentId]>) -> Result<(), ApiError> {
        let exists = |id: &str| Ok(cx.records::<Department>().get(id)?.is_some());
        replace(&mut self.departments, ids, DepartmentId::as_str, exists)
    }

    /// Replaces the groups, unless `ids` is `None`.
    ///
    /// # Errors
    /// Returns 13000309 if one does not exist.
    pub(super) fn set_groups(&mut self, cx: &Context<'_>, ids: Option<&[GroupId]>) -> Result<(), ApiError> {
        replace(&mut self.groups, ids, GroupId::as_str, |id| Ok(groups::name(cx, id)?.is_some()))
    }

    /// Replaces the users, unless `ids` is `None`.
    ///
    /// # Errors
    /// Returns 13000309 if one does not exist.
    pub(super) fn set_users(&mut self, cx: &Context<'_>, ids: Option<&[UserId]>) -> Result<(), ApiError> {
        let is_account = accounts::current(cx)?.is_some();
        let exists = |id: &str| match is_account {
            true => accounts::is_account(cx.db, id),
            false => Ok(cx.records::<User>().get(id)?.is_some()),
        };
        replace(&mut self.users, ids, UserId::as_str, exists)
    }

    /// Replaces the phone numbers, unless they are `None`.
    pub(super) fn set_phone_numbers(&mut self, numbers: Option<&[String]>) {
        if let Some(numbers) = numbers {
            self.phone_numbers = numbers.to_vec();
        }
    }

    /// Returns true if a user is named, in person or by a department or a group.
    pub(crate) fn include(&self, cx: &Context<'_>, user: &str) -> Result<bool, ApiError> {
        if self.users.iter().any(|id| id == user) {
            return Ok(true);
        }
        for group in &self.groups {
            if members::is_member(cx, group, user)? {
                return Ok(true);
            }
        }
        let found = match accounts::get(cx.db, user)? {
            Some(account) => Some(account.as_user()),
            None => cx.records::<User>().get(user)?,
        };
        let Some(user) = found else {
            return Ok(false);
        };
        let has_number = user
            .mobile
            .is_some_and(|mobile| self.phone_numbers.iter().any(|number| phone_numbers::same(number, &mobile)));
        Ok(has_number || self.include_department(cx, user.dept_id.as_ref().map(DepartmentId::as_str))?)
    }

    /// Returns true if a department or one above it is named.
    fn include_department(&self, cx: &Context<'_>, id: Option<&str>) -> Result<bool, ApiError> {
        let mut next = id.map(str::to_owned);
        while let Some(id) = next {
            if self.departments.contains(&id) {
                return Ok(true);
            }
            next = cx.records::<Department>().get(&id)?.and_then(|department| department.parent);
        }
        Ok(false)
    }

    /// Returns the departments with their names. A deleted one has none.
    pub(super) fn departments(&self, cx: &Context<'_>) -> Result<Vec<ShareDepartment>, ApiError> {
        let named = |id: &String| {
            let mut named = ShareDepartment::default();
            named.id = Some(id.as_str().into());
            named.name = cx.records::<Department>().get(id)?.map(|department| department.name);
            Ok(named)
        };
        self.departments.iter().map(named).collect()
    }

    /// Returns the groups with their names. A deleted one has none.
    pub(super) fn groups(&self, cx: &Context<'_>) -> Result<Vec<ShareGroup>, ApiError> {
        let named = |id: &String| {
            let mut named = ShareGroup::default();
            named.id = Some(id.as_str().into());
            named.name = groups::name(cx, id)?;
            Ok(named)
        };
        self.groups.iter().map(named).collect()
    }

    /// Returns the users with their names. A deleted one has none.
    pub(super) fn users(&self, cx: &Context<'_>) -> Result<Vec<ShareUser>, ApiError> {
        let named = |id: &String| {
            let mut named = ShareUser::default();
            named.id = Some(id.as_str().into());
            named.name = cx.records::<User>().get(id)?.and_then(|user| user.name);
            Ok(named)
        };
        self.users.iter().map(named).collect()
    }
}

/// Replaces a list of IDs by one without duplicates, whose elements must exist.
fn replace<I>(
    list: &mut Vec<String>,
    ids: Option<&[I]>,
    text: fn(&I) -> &str,
    exists: impl Fn(&str) -> Result<bool, ApiError>,
) -> Result<(), ApiError> {
    let Some(ids) = ids else {
        return Ok(());
    };
    list.clear();
    for id in ids.iter().map(text) {
        if !exists(id)? {
            return Err(refused("13000309"));
        }
        if !list.iter().any(|known| known == id) {
            list.push(id.to_owned());
        }
    }
    Ok(())
}
