//! Who calls. The sandbox wants to see credentials of the right form and takes any: it does not check tokens or signatures.

use hwc_wire::{Auth, Operation, Scheme};
use rusqlite::{Connection, OptionalExtension};

use crate::context::Caller;
use crate::refusal::Refusal;

type Header<'a> = dyn Fn(&str) -> Option<&'a str> + 'a;

/// Refuses a request without credentials, where the operation needs some.
pub(crate) fn check(operation: &Operation, header: &Header<'_>) -> Result<(), Refusal> {
    let shown = match operation.service.scheme {
        Scheme::IamAccount | Scheme::IamProject => {
            token(header).is_some() || authorization(header, "SDK-HMAC-SHA256 ").is_some()
        }
        Scheme::Bearer => drive_credentials(header),
    };
    if shown || operation.auth == Auth::None { Ok(()) } else { Err(Refusal::signed_out()) }
}

/// The user who calls: the one to whom the sandbox gave the token, else the demo user.
pub(crate) fn caller(db: &Connection, header: &Header<'_>) -> rusqlite::Result<Caller> {
    let Some(token) = token(header) else {
        return Ok(Caller::demo());
    };
    let known = db
        .prepare_cached("SELECT user_id, user_name FROM tokens WHERE token = ?1")?
        .query_row([token], |row| Ok(Caller { id: row.get(0)?, name: row.get(1)? }))
        .optional()?;
    Ok(known.unwrap_or_else(Caller::demo))
}

fn token<'a>(header: &Header<'a>) -> Option<&'a str> {
    header("X-Auth-Token").filter(|token| !token.trim().is_empty())
}

/// The pages write `Bearer <token>`, `Bearer+<token>` and the token alone; a signature begins with its algorithm.
fn drive_credentials(header: &Header<'_>) -> bool {
    let shown = header("Authorization").unwrap_or_default().trim();
    !shown.strip_prefix("Bearer").unwrap_or(shown).trim_start_matches([' ', '+']).is_empty()
}

fn authorization<'a>(header: &Header<'a>, start: &str) -> Option<&'a str> {
    let rest = header("Authorization")?.strip_prefix(start)?.trim();
    Some(rest).filter(|rest| !rest.is_empty())
}
