//! IAM tokens.

use rusqlite::{Connection, OptionalExtension};

use crate::account;
use crate::auth::Asked;
use crate::auth::scope::Scope;
use crate::runtime::api_error::Refusal;
use crate::runtime::context::Caller;

/// The caller, and the scope of the credentials.
pub(super) struct Granted {
    pub(super) caller: Caller,
    pub(super) scope: Scope,
}

/// A token that the sandbox issued.
pub(super) struct Issued {
    pub(super) caller: Caller,
    project: Option<String>,
    expires_at: i64,
}

/// Finds a token that the sandbox issued, valid or expired.
pub(super) fn find(db: &Connection, token: &str) -> rusqlite::Result<Option<Issued>> {
    let mut statement =
        db.prepare_cached("SELECT user_id, user_name, project, expires_at FROM tokens WHERE token = ?1")?;
    statement
        .query_row([token], |row| {
            let caller = Caller { id: row.get(0)?, name: row.get(1)? };
            Ok(Issued { caller, project: row.get(2)?, expires_at: row.get(3)? })
        })
        .optional()
}

/// Returns the owner of a fixed token of the accounts, which never expires.
pub(super) fn of_accounts(token: &str) -> Option<Caller> {
    match token {
        account::AUTH_TOKEN => Some(Caller::demo()),
        account::OTHER_AUTH_TOKEN => Some(Caller::other()),
        _ => None,
    }
}

/// Checks the token of a request.
pub(super) fn check(db: &Connection, asked: &Asked<'_>) -> Result<Granted, Refusal> {
    let token = asked.header("X-Auth-Token").ok_or_else(Refusal::signed_out)?;
    if let Some(caller) = of_accounts(token) {
        return Ok(Granted { caller, scope: Scope::Everything });
    }
    let issued = find(db, token)?.ok_or_else(Refusal::signed_out)?;
    if issued.expires_at <= asked.now {
        return Err(Refusal::expired());
    }
    let scope = issued.project.map_or(Scope::Account, Scope::Project);
    Ok(Granted { caller: issued.caller, scope })
}
