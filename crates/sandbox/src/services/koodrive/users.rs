//! Users of KooDrive: listing and counting the users of a department.

use std::collections::BTreeMap;

use hwc_models::koodrive::{
    CountUser, CountUserResponse, DepartmentId, GetUserList, GetUserListResponse, User, UserId,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, Page, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::departments::names_below;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<User>().register(list).register(count);
}

/// A user is stored without the name of the department.
impl StoredRecord for User {
    const KIND: &'static str = "koodrive.user";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        self.id.as_ref().map_or("", UserId::as_str)
    }
}

fn list(cx: &mut Context<'_>, request: &GetUserList) -> Result<GetUserListResponse, ApiError> {
    let is_direct = request.is_direct.unwrap_or(false);
    let departments = names_below(cx, request.dept_id.as_ref(), is_direct)?;
    let word = request.key_word.as_deref().unwrap_or("");
    let mut users = members(cx, &departments)?;
    users.retain(|user| user.name.as_deref().unwrap_or_default().contains(word));
    let page = Page::offset(request.offset.unwrap_or_default(), request.limit.unwrap_or_default()).select(users)?;
    let mut response = GetUserListResponse::default();
    response.total = Some(page.total);
    response.list = page.items;
    Ok(response)
}

fn count(cx: &mut Context<'_>, request: &CountUser) -> Result<CountUserResponse, ApiError> {
    let departments = names_below(cx, request.dept_id.as_ref(), false)?;
    let mut response = CountUserResponse::default();
    response.total = Some(members(cx, &departments)?.len() as u64);
    Ok(response)
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
