//! `GetUserList`, `CountUser`, `GetUser` and `GetUserMobile`.

use hwc_models::koodrive::{
    CountUser, CountUserResponse, GetUser, GetUserList, GetUserListResponse, GetUserMobile, GetUserMobileResponse,
    GetUserResponse, SpaceType, User,
};

use super::{find, members};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::koodrive::departments::{self, names_below};
use crate::services::koodrive::sessions::ORGANIZATION;
use crate::services::koodrive::{accounts, phone_numbers, roles};

pub(super) fn register(registry: &mut Registry) {
    registry.register(list).register(count).register(get).register(mobile);
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
    response.list = page.items.into_iter().map(with_masked_number).collect();
    Ok(response)
}

fn count(cx: &mut Context<'_>, request: &CountUser) -> Result<CountUserResponse, ApiError> {
    let departments = names_below(cx, request.dept_id.as_ref(), false)?;
    let mut response = CountUserResponse::default();
    response.total = Some(members(cx, &departments)?.len() as u64);
    Ok(response)
}

fn get(cx: &mut Context<'_>, request: &GetUser) -> Result<GetUserResponse, ApiError> {
    let mut user = visible(cx, request.user_id.as_str())?;
    if let Some(id) = &user.dept_id {
        user.dept_name = departments::name(cx, id.as_str())?;
    }
    user.org_id = Some(ORGANIZATION.0.into());
    let mut response = GetUserResponse::default();
    response.data = Some(user);
    Ok(response)
}

/// Finds a user whom the caller sees. An account of a carrier sees itself alone, and the administrator sees all accounts.
fn visible(cx: &Context<'_>, id: &str) -> Result<User, ApiError> {
    if accounts::is_account(cx.db, id)? || accounts::current(cx)?.is_some() {
        return accounts::usable(cx, id).map(|account| account.as_user());
    }
    find(cx, id).map(with_masked_number)
}

fn with_masked_number(mut user: User) -> User {
    user.mobile = user.mobile.as_deref().map(phone_numbers::masked_of_user);
    user
}

/// Returns the number of the caller, or that of a user whom the caller administers.
fn mobile(cx: &mut Context<'_>, request: &GetUserMobile) -> Result<GetUserMobileResponse, ApiError> {
    let id = request.user_id.as_str();
    if id != cx.caller.id {
        roles::require_owner_admin(cx, id, SpaceType::Personal)?;
    }
    let mut response = GetUserMobileResponse::default();
    response.mobile = find(cx, id)?.mobile;
    Ok(response)
}
