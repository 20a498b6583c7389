//! Strict authentication: only credentials of the demo account and credentials that the sandbox issued are accepted.

use hwc_wire::{AuthRequirement, AuthScheme};
use rusqlite::Connection;

use crate::auth::{Asked, Identity, drive_tokens, iam_tokens, scope, signatures};
use crate::runtime::api_error::Refusal;

/// Identifies the caller.
pub(super) fn identify(db: &Connection, asked: &Asked<'_>) -> Result<Identity, Refusal> {
    match asked.operation.service.scheme {
        AuthScheme::IamAccount | AuthScheme::IamProject => iam(db, asked),
        AuthScheme::Bearer => drive(db, asked),
    }
}

/// Identifies a caller by IAM credentials. A signature takes precedence over a token.
fn iam(db: &Connection, asked: &Asked<'_>) -> Result<Identity, Refusal> {
    let granted = match asked.header("Authorization") {
        Some(shown) => signatures::of_access_key(db, asked, shown)?,
        None => iam_tokens::check(db, asked)?,
    };
    scope::check(asked, granted.caller.account(), &granted.scope)?;
    Ok(granted.caller.into())
}

fn drive(db: &Connection, asked: &Asked<'_>) -> Result<Identity, Refusal> {
    let shown = asked.header("Authorization").ok_or_else(Refusal::signed_out)?;
    if !shown.starts_with("HMAC-SHA256 ") {
        return drive_tokens::check(db, shown, asked.operation, asked.now);
    }
    if asked.operation.auth == AuthRequirement::TokenOnly {
        return Err(Refusal::signed_out_because("This call takes a token and no signature of an app."));
    }
    signatures::of_app(db, asked, shown).map(Identity::from)
}
