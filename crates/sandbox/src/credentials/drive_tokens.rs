//! Access tokens of KooDrive. Each call prolongs the session of its token.

use hwc_models::koodrive::RefreshSession;
use hwc_wire::{Operation, Request};
use rusqlite::{Connection, OptionalExtension};

use super::{IDLE, Identity};
use crate::account;
use crate::context::Caller;
use crate::refusal::{Reason, Refusal};

/// A token that the sandbox issued.
pub(super) struct Issued {
    pub(super) caller: Caller,
    expires_at: i64,
}

/// Returns the token in an `Authorization` header. Reference pages write `Bearer <token>` and `Bearer+<token>`.
fn bare(shown: &str) -> Option<&str> {
    let token = shown.strip_prefix("Bearer")?.strip_prefix([' ', '+'])?.trim();
    Some(token).filter(|token| !token.is_empty())
}

/// Finds a token that the sandbox issued, valid or expired.
pub(super) fn find(db: &Connection, token: &str) -> rusqlite::Result<Option<Issued>> {
    let mut statement = db.prepare_cached("SELECT user, expires_at FROM sessions WHERE token = ?1")?;
    let found: Option<(String, i64)> = statement.query_row([token], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    found.map(|(user, expires_at)| Ok(Issued { caller: user_called(db, user)?, expires_at })).transpose()
}

/// Prolongs the session of a token from now on, unless the session has ended or the disk is full.
///
/// # Errors
/// Returns an error of storage on a connection that only reads, if the session has to be prolonged.
pub(super) fn prolong(db: &Connection, token: &str, now: i64) -> Result<(), Refusal> {
    let due = "SELECT 1 FROM sessions WHERE token = ?1 AND expires_at > ?3 AND expires_at <> ?2";
    if !db.prepare_cached(due)?.exists((token, now + IDLE, now))? {
        return Ok(());
    }
    let mut update = db.prepare_cached("UPDATE sessions SET expires_at = ?2 WHERE token = ?1 AND expires_at > ?3")?;
    match update.execute((token, now + IDLE, now)).map_err(Refusal::from) {
        Err(refusal) if refusal.reason != Reason::Storage || db.is_readonly("main")? => Err(refusal),
        _ => Ok(()),
    }
}

/// Checks the token of a request and prolongs its session.
pub(super) fn check(db: &Connection, shown: &str, operation: &Operation, now: i64) -> Result<Identity, Refusal> {
    let token = bare(shown).ok_or_else(Refusal::signed_out)?;
    let caller = if token == account::DRIVE_TOKEN {
        user_called(db, account::DRIVE_USER_ID.to_owned())?
    } else {
        let issued = find(db, token)?.ok_or_else(Refusal::signed_out)?;
        // A session outlives its token: `RefreshSession` replaces an expired token by the ID of its session.
        if issued.expires_at <= now && operation.name != RefreshSession::OPERATION.name {
            return Err(Refusal::expired());
        }
        prolong(db, token, now)?;
        issued.caller
    };
    Ok(Identity { caller, drive_token: Some(token.to_owned()) })
}

/// Returns the user with this KooDrive ID. The name of an unknown user is the ID.
pub(super) fn user_called(db: &Connection, id: String) -> rusqlite::Result<Caller> {
    let mut statement = db.prepare_cached("SELECT name FROM users WHERE id = ?1")?;
    let name = statement.query_row([&id], |row| row.get(0)).optional()?;
    Ok(Caller { name: name.unwrap_or_else(|| id.clone()), id })
}
