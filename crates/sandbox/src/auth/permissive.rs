//! Credentials without strict authentication: any credentials of the right form are accepted. Tokens of the sandbox and
//! credentials of the second account identify their users.

use hwc_models::koodrive::User;
use hwc_wire::AuthScheme;
use rusqlite::Connection;

use crate::account;
use crate::auth::{AuthRequest, Identity, carrier_tokens, drive_tokens, iam_tokens, signatures};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Caller;
use crate::runtime::records::{Owner, Records};
use crate::services::koodrive::{accounts, users};

/// Returns the owner of the credentials, or the demo user if the sandbox did not issue them.
pub(super) fn identify(db: &Connection, request: &AuthRequest<'_>) -> Result<Identity, ApiError> {
    match request.operation.service.scheme {
        AuthScheme::IamAccount | AuthScheme::IamProject => iam(db, request),
        AuthScheme::Bearer => drive(db, request),
    }
}

fn iam(db: &Connection, request: &AuthRequest<'_>) -> Result<Identity, ApiError> {
    if let Some(token) = request.header("X-Auth-Token") {
        if let Some(caller) = iam_tokens::fixed_token_owner(token) {
            return Ok(caller.into());
        }
        let issued = iam_tokens::find(db, token)?;
        return Ok(issued.map_or_else(Caller::demo, |issued| issued.caller).into());
    }
    let signed = request.header("Authorization").filter(|credential| credential.starts_with("SDK-HMAC-SHA256 "));
    signed.map(|credential| signatures::claimed_owner(credential).into()).ok_or_else(ApiError::unauthorized)
}

/// Identifies a caller of KooDrive: the owner of a token of the sandbox, the known user of a signed request, or the user of
/// the built-in token. Reference pages write `Bearer <token>`, `Bearer+<token>` and the token alone. A signature begins with
/// its algorithm.
fn drive(db: &Connection, request: &AuthRequest<'_>) -> Result<Identity, ApiError> {
    let credential = request.header("Authorization").ok_or_else(ApiError::unauthorized)?;
    if let Some(token) = carrier_tokens::carrier_token(credential) {
        return carrier_tokens::owner(db, token);
    }
    let token = credential.strip_prefix("Bearer").unwrap_or(credential).trim_start_matches([' ', '+']);
    if token.is_empty() {
        return Err(ApiError::unauthorized());
    }
    let issued = drive_tokens::find(db, token)?;
    drive_tokens::prolong(db, token, request.now)?;
    let fixed = drive_tokens::fixed_token_owner(db, token)?;
    let caller = match fixed.or(issued.map(|issued| issued.caller)) {
        Some(owner) => owner,
        None => drive_tokens::user_by_id(db, signed_user(db, request, credential)?)?,
    };
    Ok(Identity { caller, drive_token: Some(token.to_owned()) })
}

/// Returns the user in a signed request if the user is known, otherwise the user of the built-in token.
fn signed_user(db: &Connection, request: &AuthRequest<'_>, credential: &str) -> Result<String, ApiError> {
    let signed = request.header("X-User-Id").filter(|_| credential.starts_with("HMAC-SHA256 "));
    if let Some(id) = signed.filter(|id| users::is_deleted(db, id).unwrap_or(false)) {
        return Ok(id.to_owned());
    }
    if let Some(id) = signed.filter(|id| accounts::is_account(db, id).unwrap_or(false)) {
        return Ok(id.to_owned());
    }
    let users = Records::<User>::of_owner(db, Owner::COMPANY);
    let known = signed.map(|id| users.get(id)).transpose()?.flatten();
    let id = known.and_then(|user| user.id).map(|id| id.to_string());
    Ok(id.unwrap_or_else(|| account::DRIVE_USER_ID.to_owned()))
}
