//! The registration of accounts of a carrier: one by its user, and many by the administrator.

mod batch;

use hwc_models::koodrive::{CarrierRegistration, RegisterUser, RegisterUserResponse, VerificationPurpose};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::accounts::{self, NewAccount};

pub(super) fn register(registry: &mut Registry) {
    registry.register(register_user);
    batch::register(registry);
}

/// Registers the owner of a verified phone number, who is signed in with it.
fn register_user(cx: &mut Context<'_>, request: &RegisterUser) -> Result<RegisterUserResponse, ApiError> {
    accounts::take_token(cx, &request.captcha_token, &request.phone, &VerificationPurpose::Registration)?;
    let account = accounts::add(
        cx,
        &NewAccount {
            id: None,
            first_name: request.first_name.as_deref().unwrap_or_default(),
            surname: request.surname.as_deref(),
            phone: &request.phone,
            email: request.email.as_deref(),
            password: Some(&request.password),
        },
    )?;
    let mut registration = CarrierRegistration::default();
    registration.session_info = Some(accounts::start(cx, &account)?);
    registration.user_id = Some(account.id.into());
    registration.phone = Some(account.phone);
    let mut response = RegisterUserResponse::default();
    response.data = Some(registration);
    Ok(response)
}
