//! Credentials without strict authentication: any credentials of the right form are accepted. Tokens of the sandbox and
//! credentials of the second account identify their users.

use hwc_wire::AuthScheme;
use rusqlite::Connection;

use crate::auth::{Asked, Identity, drive_tokens, iam_tokens, signatures};
use crate::runtime::api_error::Refusal;
use crate::runtime::context::Caller;

/// Returns the owner of the credentials, or the demo user if the sandbox did not issue them.
pub(super) fn identify(db: &Connection, asked: &Asked<'_>) -> Result<Identity, Refusal> {
    match asked.operation.service.scheme {
        AuthScheme::IamAccount | AuthScheme::IamProject => iam(db, asked),
        AuthScheme::Bearer => drive(db, asked),
    }
}

fn iam(db: &Connection, asked: &Asked<'_>) -> Result<Identity, Refusal> {
    if let Some(token) = asked.header("X-Auth-Token") {
        if let Some(caller) = iam_tokens::of_accounts(token) {
            return Ok(caller.into());
        }
        let issued = iam_tokens::find(db, token)?;
        return Ok(issued.map_or_else(Caller::demo, |issued| issued.caller).into());
    }
    let signed = asked.header("Authorization").filter(|shown| shown.starts_with("SDK-HMAC-SHA256 "));
    signed.map(|shown| signatures::signer(shown).into()).ok_or_else(Refusal::signed_out)
}

/// Identifies a caller of KooDrive. Reference pages write `Bearer <token>`, `Bearer+<token>` and the token alone. A
/// signature begins with its algorithm.
fn drive(db: &Connection, asked: &Asked<'_>) -> Result<Identity, Refusal> {
    let shown = asked.header("Authorization").ok_or_else(Refusal::signed_out)?;
    let token = shown.strip_prefix("Bearer").unwrap_or(shown).trim_start_matches([' ', '+']);
    if token.is_empty() {
        return Err(Refusal::signed_out());
    }
    let issued = drive_tokens::find(db, token)?;
    drive_tokens::prolong(db, token, asked.now)?;
    let caller = issued.map_or_else(Caller::demo, |issued| issued.caller);
    Ok(Identity { caller, drive_token: Some(token.to_owned()) })
}
