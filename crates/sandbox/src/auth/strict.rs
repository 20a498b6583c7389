//! Strict authentication: only credentials of the demo account and credentials that the sandbox issued are accepted.

use hwc_wire::{AuthRequirement, AuthScheme};
use rusqlite::Connection;

use crate::auth::{AuthRequest, Identity, carrier_tokens, drive_tokens, iam_tokens, scope, signatures};
use crate::runtime::api_error::ApiError;

/// Identifies the caller.
pub(super) fn identify(db: &Connection, request: &AuthRequest<'_>) -> Result<Identity, ApiError> {
    match request.operation.service.scheme {
        AuthScheme::IamAccount | AuthScheme::IamProject => iam(db, request),
        AuthScheme::Bearer => drive(db, request),
    }
}

/// Identifies a caller by IAM credentials. A signature takes precedence over a token.
fn iam(db: &Connection, request: &AuthRequest<'_>) -> Result<Identity, ApiError> {
    let token = match request.header("Authorization") {
        Some(credential) => signatures::verify_access_key(db, request, credential)?,
        None => iam_tokens::verify(db, request)?,
    };
    scope::check(request, token.caller.account(), &token.scope)?;
    Ok(token.caller.into())
}

fn drive(db: &Connection, request: &AuthRequest<'_>) -> Result<Identity, ApiError> {
    let credential = request.header("Authorization").ok_or_else(ApiError::unauthorized)?;
    if let Some(token) = carrier_tokens::carrier_token(credential) {
        return carrier_tokens::verify(db, token, request.operation, request.now);
    }
    if !credential.starts_with("HMAC-SHA256 ") {
        return drive_tokens::verify(db, credential, request.operation, request.now);
    }
    if request.operation.auth == AuthRequirement::TokenOnly {
        return Err(ApiError::unauthorized_with(
            "This operation requires a token; the signature of an app is not accepted.",
        ));
    }
    signatures::verify_app(db, request, credential).map(Identity::from)
}
