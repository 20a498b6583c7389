//! Extraction codes, and the token `kdstoken` that stands for a checked one.
//!
//! A token is a time and a signature. The signature covers the share and its code, so that a new code ends all tokens, and
//! nothing has to be stored.

use hwc_models::koodrive::{
    VerifyExtractCode, VerifyExtractCodePublic, VerifyExtractCodePublicResponse, VerifyExtractCodeResponse,
};
use hwc_wire::Secret;

use super::visitor::Visitor;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::shares::record::Share;

/// The lifetime of a token in milliseconds: 30 minutes.
const LIFETIME: i64 = 30 * 60_000;

pub(super) fn register(registry: &mut Registry) {
    registry.register(verify).register(verify_public);
}

fn verify(cx: &mut Context<'_>, request: &VerifyExtractCode) -> Result<VerifyExtractCodeResponse, ApiError> {
    let mut response = VerifyExtractCodeResponse::default();
    let visitor = Visitor::User(&cx.caller.id);
    response.kdstoken = Some(token(cx, visitor, request.short_url.as_str(), &request.extract_code)?);
    Ok(response)
}

fn verify_public(
    cx: &mut Context<'_>,
    request: &VerifyExtractCodePublic,
) -> Result<VerifyExtractCodePublicResponse, ApiError> {
    let mut response = VerifyExtractCodePublicResponse::default();
    response.kdstoken = Some(token(cx, Visitor::Public, request.short_url.as_str(), &request.extract_code)?);
    Ok(response)
}

/// Checks an extraction code and returns a token. Any code is wrong for a share without one.
fn token(cx: &Context<'_>, visitor: Visitor<'_>, short_url: &str, given: &Secret) -> Result<Secret, ApiError> {
    let share = Share::by_short_url(cx, short_url)?;
    visitor.visit(cx, &share)?;
    let right = share.extract_code.as_deref().ok_or_else(wrong_code)?;
    // The signatures are compared in the same time for every wrong code.
    if !cx.secrets.is_signed(right, &cx.secrets.sign(given.expose())) {
        return Err(wrong_code());
    }
    let expires_at = cx.now + LIFETIME;
    Ok(Secret::from(format!("{expires_at}.{}", cx.secrets.sign(&signed(&share, right, expires_at)))))
}

fn wrong_code() -> ApiError {
    ApiError::invalid("extractCode is wrong")
}

/// Checks the token of a visitor, if the share has an extraction code.
///
/// # Errors
/// Returns 13000102 if it is missing, wrong or expired.
pub(super) fn require_token(cx: &Context<'_>, share: &Share, token: Option<&Secret>) -> Result<(), ApiError> {
    let Some(code) = &share.extract_code else {
        return Ok(());
    };
    let token = token.map_or("", Secret::expose);
    let (time, signature) = token.split_once('.').unwrap_or_default();
    let expires_at = time.parse::<i64>().unwrap_or_default();
    let is_valid = cx.secrets.is_signed(&signed(share, code, expires_at), signature) && expires_at > cx.now;
    if is_valid { Ok(()) } else { Err(ApiError::invalid("kdstoken is wrong or has expired")) }
}

/// Returns the text that the signature of a token covers.
fn signed(share: &Share, code: &str, expires_at: i64) -> String {
    format!("share {} with code {code} until {expires_at}", share.id)
}
