//! Access tokens of KooDrive. Each call prolongs the session of its token.

use hwc_models::koodrive::{RefreshSession, User};
use hwc_wire::{Operation, Request};
use rusqlite::{Connection, OptionalExtension};

use crate::account::{self, DriveUser};
use crate::auth::Identity;
use crate::runtime::api_error::{ApiError, ErrorOrigin};
use crate::runtime::context::Caller;
use crate::runtime::records::{Owner, Records};
use crate::services::koodrive::{accounts, users};

/// A token that the sandbox issued.
pub(super) struct StoredToken {
    pub(super) caller: Caller,
    expires_at: i64,
}

/// Returns the token in an `Authorization` header. Reference pages write `Bearer <token>` and `Bearer+<token>`.
fn bearer_token(credential: &str) -> Option<&str> {
    let token = credential.strip_prefix("Bearer")?.strip_prefix([' ', '+'])?.trim();
    Some(token).filter(|token| !token.is_empty())
}

/// Finds a token that the sandbox issued, valid or expired.
pub(super) fn find(db: &Connection, token: &str) -> Result<Option<StoredToken>, ApiError> {
    let mut statement = db.prepare_cached("SELECT user, expires_at FROM sessions WHERE token = ?1")?;
    let found: Option<(String, i64)> = statement.query_row([token], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    found.map(|(user, expires_at)| Ok(StoredToken { caller: user_by_id(db, user)?, expires_at })).transpose()
}

/// Prolongs the session of a token from now on, unless the session has ended or the disk is full.
///
/// # Errors
/// Returns an error of storage on a connection that only reads, if the session has to be prolonged.
pub(super) fn prolong(db: &Connection, token: &str, now: i64) -> Result<(), ApiError> {
    let expires_at = now + account::SESSION_IDLE_TIME;
    let due = "SELECT 1 FROM sessions WHERE token = ?1 AND expires_at > ?3 AND expires_at <> ?2";
    if !db.prepare_cached(due)?.exists((token, expires_at, now))? {
        return Ok(());
    }
    let mut update = db.prepare_cached("UPDATE sessions SET expires_at = ?2 WHERE token = ?1 AND expires_at > ?3")?;
    match update.execute((token, expires_at, now)).map_err(ApiError::from) {
        Err(error) if error.origin != ErrorOrigin::Storage || db.is_readonly("main")? => Err(error),
        _ => Ok(()),
    }
}

/// Checks the token of a request and prolongs its session.
pub(super) fn verify(db: &Connection, credential: &str, operation: &Operation, now: i64) -> Result<Identity, ApiError> {
    let token = bearer_token(credential).ok_or_else(ApiError::unauthorized)?;
    let caller = match fixed_token_owner(db, token)? {
        Some(owner) => owner,
        None => verify_issued(db, token, operation, now)?,
    };
    Ok(Identity { caller, drive_token: Some(token.to_owned()) })
}

/// Checks a token that the sandbox issued and prolongs its session.
fn verify_issued(db: &Connection, token: &str, operation: &Operation, now: i64) -> Result<Caller, ApiError> {
    let issued = find(db, token)?.ok_or_else(ApiError::unauthorized)?;
    // A session outlives its token: `RefreshSession` replaces an expired token by the ID of its session.
    if issued.expires_at <= now && operation.name != RefreshSession::OPERATION.name {
        return Err(ApiError::expired());
    }
    prolong(db, token, now)?;
    Ok(issued.caller)
}

/// Returns the owner of a fixed token of the demo data, which never expires.
pub(super) fn fixed_token_owner(db: &Connection, token: &str) -> Result<Option<Caller>, ApiError> {
    DriveUser::by_token(token).map(|user| user_by_id(db, user.id.to_owned())).transpose()
}

/// Checks that a user is not disabled, frozen or deleted.
pub(super) fn require_unlocked(db: &Connection, caller: &Caller) -> Result<(), ApiError> {
    match users::is_locked(db, &caller.id)? {
        true => Err(ApiError::unauthorized_with("The user is disabled or deleted.")),
        false => Ok(()),
    }
}

/// Returns the user with this KooDrive ID. The name of an unknown user is the ID.
pub(super) fn user_by_id(db: &Connection, id: String) -> Result<Caller, ApiError> {
    if let Some(account) = accounts::get(db, &id)? {
        return Ok(account.caller());
    }
    let user = Records::<User>::of_owner(db, Owner::COMPANY).get(&id)?;
    Ok(Caller { name: user.and_then(|user| user.name).unwrap_or_else(|| id.clone()), id })
}
