//! `ValidateCode`: verification codes of phone numbers, and the tokens for right ones. No operation sends a code, so the ID of the
//! request is the phone number itself, and the code is always [`VERIFICATION_CODE`](crate::account::VERIFICATION_CODE).

use hwc_models::koodrive::{CodeVerification, ValidateCode, ValidateCodeResponse, VerificationPurpose};
use hwc_wire::{Secret, Timestamp};
use serde::{Deserialize, Serialize};

use super::digits;
use crate::account;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;

/// The lifetime of a token, and the span for which failures count, in milliseconds.
const LIFETIME: i64 = 10 * 60_000;

/// The number of failures after which no code is right until the span has passed.
const MAX_FAILURES: u32 = 5;

/// The token that always fails, for tests.
const WRONG: &str = "wrong";

/// A token for a right code.
#[derive(Serialize, Deserialize)]
struct VerificationToken {
    token: String,
    /// The digits of the phone number.
    phone: String,
    purpose: String,
    expires_at: i64,
}

impl StoredRecord for VerificationToken {
    const KIND: &'static str = "koodrive.verification_token";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.token
    }
}

/// The wrong codes for a phone number.
#[derive(Serialize, Deserialize)]
struct Failures {
    phone: String,
    count: u32,
    /// The time of the first one.
    since: i64,
}

impl StoredRecord for Failures {
    const KIND: &'static str = "koodrive.verification_failures";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.phone
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<VerificationToken>().store::<Failures>().register(validate);
}

fn validate(cx: &mut Context<'_>, request: &ValidateCode) -> Result<ValidateCodeResponse, ApiError> {
    if matches!(request.purpose, VerificationPurpose::Unknown(_)) {
        return Err(ApiError::invalid("codeType must be 1, 2, 3 or 4"));
    }
    let phone = digits(&request.request_id);
    let mut failures = failures(cx, &phone)?;
    let is_right = request.code.expose() == account::VERIFICATION_CODE && !phone.is_empty();
    let mut result = CodeVerification::default();
    result.verified = Some(is_right && failures.count < MAX_FAILURES);
    if result.verified == Some(true) {
        let token = issue(cx, &phone, &request.purpose)?;
        result.expire_at = Some(Timestamp::from_unix_millis(token.expires_at));
        result.token = Some(Secret::from(token.token));
    } else {
        failures.count += 1;
        result.fail_count = Some(failures.count);
        cx.records().put(&failures)?;
    }
    let mut response = ValidateCodeResponse::default();
    response.data = Some(result);
    Ok(response)
}

/// Returns the failures within the span that goes on.
fn failures(cx: &Context<'_>, phone: &str) -> Result<Failures, ApiError> {
    let found = cx.records::<Failures>().get(phone)?.filter(|failures| cx.now - failures.since < LIFETIME);
    Ok(found.unwrap_or_else(|| Failures { phone: phone.to_owned(), count: 0, since: cx.now }))
}

fn issue(cx: &Context<'_>, phone: &str, purpose: &VerificationPurpose) -> Result<VerificationToken, ApiError> {
    cx.records::<Failures>().delete(phone)?;
    let token = VerificationToken {
        token: cx.secret("verification token")?,
        phone: phone.to_owned(),
        purpose: purpose.code().to_owned(),
        expires_at: cx.now + LIFETIME,
    };
    cx.records().insert(&token)?;
    Ok(token)
}

/// Checks a token and uses it up. Without strict authentication, a token that the sandbox did not issue is accepted.
///
/// # Errors
/// Returns an error of the parameter for an expired token, and one for another phone number or purpose.
pub(crate) fn take_token(
    cx: &Context<'_>,
    token: &Secret,
    phone: &str,
    purpose: &VerificationPurpose,
) -> Result<(), ApiError> {
    let tokens = cx.records::<VerificationToken>();
    let found = tokens.get(token.expose())?;
    let is_valid = match &found {
        Some(found) => found.phone == digits(phone) && found.purpose == purpose.code() && found.expires_at > cx.now,
        None => !cx.strict && !matches!(token.expose(), "" | WRONG),
    };
    if !is_valid {
        return Err(ApiError::invalid("captchaToken is wrong or has expired"));
    }
    tokens.delete(token.expose()).map(drop)
}
