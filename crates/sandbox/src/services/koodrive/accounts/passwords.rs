//! `ModifyPassword`, with the old password, and `ResetPassword`, with a verification token. Both end the sessions of the account.

use hwc_models::koodrive::{
    ModifyPassword, ModifyPasswordResponse, ResetPassword, ResetPasswordResponse, VerificationPurpose,
};
use hwc_wire::Secret;

use super::{Account, StoredPassword, by_phone, sessions, take_token, usable};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::refused;

pub(super) fn register(registry: &mut Registry) {
    registry.register(modify).register(reset);
}

/// Changes a password. The session of the call goes on.
fn modify(cx: &mut Context<'_>, request: &ModifyPassword) -> Result<ModifyPasswordResponse, ApiError> {
    let account = usable(cx, request.user_id.as_str())?;
    if !account.password.as_ref().is_some_and(|password| password.matches(&request.old_password)) {
        return Err(ApiError::invalid("oldPassword is wrong"));
    }
    if request.old_password.expose() == request.new_password.expose() {
        return Err(ApiError::invalid("newPassword must differ from oldPassword"));
    }
    set(cx, account, &request.new_password)?;
    Ok(ModifyPasswordResponse::default())
}

fn reset(cx: &mut Context<'_>, request: &ResetPassword) -> Result<ResetPasswordResponse, ApiError> {
    take_token(cx, &request.captcha_token, &request.phone_number, &VerificationPurpose::PasswordReset)?;
    let account = by_phone(cx, &request.phone_number)?.ok_or_else(|| refused("13000309"))?;
    set(cx, account, &request.new_password)?;
    Ok(ResetPasswordResponse::default())
}

fn set(cx: &Context<'_>, mut account: Account, password: &Secret) -> Result<(), ApiError> {
    account.password = Some(StoredPassword::new(cx, password)?);
    cx.records().update(&account)?;
    sessions::end_all(cx, &account.id)
}
