//! IAM tokens.

use rusqlite::{Connection, OptionalExtension};

use crate::account;
use crate::auth::AuthRequest;
use crate::auth::scope::Scope;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Caller;

/// The caller, and the scope of the credentials.
pub(super) struct IamToken {
    pub(super) caller: Caller,
    pub(super) scope: Scope,
}

/// A token that the sandbox issued.
pub(super) struct StoredToken {
    pub(super) caller: Caller,
    project: Option<String>,
    expires_at: i64,
}

/// Finds a token that the sandbox issued, valid or expired.
pub(super) fn find(db: &Connection, token: &str) -> rusqlite::Result<Option<StoredToken>> {
    let mut statement =
        db.prepare_cached("SELECT user_id, user_name, project, expires_at FROM tokens WHERE token = ?1")?;
    statement
        .query_row([token], |row| {
            let caller = Caller { id: row.get(0)?, name: row.get(1)? };
            Ok(StoredToken { caller, project: row.get(2)?, expires_at: row.get(3)? })
        })
        .optional()
}

/// Returns the owner of a fixed token of the accounts, which never expires.
pub(super) fn fixed_token_owner(token: &str) -> Option<Caller> {
    match token {
        account::AUTH_TOKEN => Some(Caller::demo()),
        account::OTHER_AUTH_TOKEN => Some(Caller::other()),
        _ => None,
    }
}

/// Checks the token of a request.
pub(super) fn verify(db: &Connection, request: &AuthRequest<'_>) -> Result<IamToken, ApiError> {
    let token = request.header("X-Auth-Token").ok_or_else(ApiError::unauthorized)?;
    if let Some(caller) = fixed_token_owner(token) {
        return Ok(IamToken { caller, scope: Scope::Everything });
    }
    let issued = find(db, token)?.ok_or_else(ApiError::unauthorized)?;
    if issued.expires_at <= request.now {
        return Err(ApiError::expired());
    }
    let scope = issued.project.map_or(Scope::Account, Scope::Project);
    Ok(IamToken { caller: issued.caller, scope })
}
