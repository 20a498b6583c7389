//! `GetUserInfo` and `ModifyUserInfo`, for an account itself and for the administrator.

use hwc_models::koodrive::{GetUserInfo, GetUserInfoResponse, ModifyUserInfo, ModifyUserInfoResponse, UserId};

use super::{Account, by_phone, creation, usable};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::refused;

pub(super) fn register(registry: &mut Registry) {
    registry.register(show).register(modify);
}

fn show(cx: &mut Context<'_>, request: &GetUserInfo) -> Result<GetUserInfoResponse, ApiError> {
    let mut response = GetUserInfoResponse::default();
    response.data = Some(requested(cx, request)?.info());
    Ok(response)
}

/// Returns the account with an ID, or else with a phone number, or else that of the caller.
fn requested(cx: &Context<'_>, request: &GetUserInfo) -> Result<Account, ApiError> {
    let id = request.user_id.as_ref().map_or("", UserId::as_str);
    let phone = request.phone.as_deref().unwrap_or_default();
    match (id, phone) {
        ("", "") => usable(cx, &cx.caller.id),
        ("", phone) => {
            let found = by_phone(cx, phone)?.ok_or_else(|| refused("13000309"))?;
            usable(cx, &found.id)
        }
        (id, _) => usable(cx, id),
    }
}

/// Changes the fields that are present. An empty surname or email address removes it.
fn modify(cx: &mut Context<'_>, request: &ModifyUserInfo) -> Result<ModifyUserInfoResponse, ApiError> {
    let mut account = usable(cx, request.user_id.as_str())?;
    if let Some(name) = &request.first_name {
        creation::validate_name(name)?;
        account.first_name.clone_from(name);
    }
    if let Some(surname) = &request.surname {
        account.surname.clone_from(surname);
    }
    if let Some(email) = &request.email {
        creation::validate_email(email)?;
        account.email.clone_from(email);
    }
    cx.records().update(&account)?;
    Ok(ModifyUserInfoResponse::default())
}
