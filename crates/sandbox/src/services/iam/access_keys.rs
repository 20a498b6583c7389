//! Temporary access keys. They act for the caller who requests them.

use hwc_models::iam::{
    AuthMethod, CreateTemporaryAccessKeyByToken, CreateTemporaryAccessKeyByTokenResponse, TemporaryCredential,
};
use hwc_wire::Secret;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times;

/// The default lifetime of a key, in seconds.
const LIFETIME: u32 = 900;

pub(super) fn create(
    cx: &mut Context<'_>,
    request: &CreateTemporaryAccessKeyByToken,
) -> Result<CreateTemporaryAccessKeyByTokenResponse, ApiError> {
    let identity = request.auth.identity.as_ref();
    let methods = identity.map(|identity| identity.methods.as_slice()).unwrap_or_default();
    if methods != [AuthMethod::Token] {
        return Err(ApiError::invalid("auth.identity.methods must be the token alone"));
    }
    let seconds = identity.and_then(|identity| identity.token.as_ref()).and_then(|token| token.duration_seconds);
    let expires_at = cx.now + 1000 * i64::from(seconds.unwrap_or(LIFETIME));
    let mut response = CreateTemporaryAccessKeyByTokenResponse::default();
    response.credential = Some(store(cx, expires_at)?);
    Ok(response)
}

/// Creates a key and stores its owner.
fn store(cx: &Context<'_>, expires_at: i64) -> Result<TemporaryCredential, ApiError> {
    let number = cx.next_number("temporary key")?;
    let part = |name: &str, length: usize| -> String {
        cx.secrets.make(&format!("{name} of temporary key {number}")).chars().take(length).collect()
    };
    let access = format!("HST{}", part("access", 17).to_uppercase());
    let (secret, security_token) = (part("secret", 40), part("token", 64));
    cx.db.execute(
        "INSERT INTO temporary_keys (access, secret, security_token, user_id, user_name, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (&access, &secret, &security_token, &cx.caller.id, &cx.caller.name, expires_at),
    )?;
    let mut credential = TemporaryCredential::default();
    credential.access = Some(access);
    credential.secret = Some(Secret::from(secret));
    credential.securitytoken = Some(Secret::from(security_token));
    credential.expires_at = Some(times::iam(expires_at));
    Ok(credential)
}
