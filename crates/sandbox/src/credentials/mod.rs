//! Authentication of callers. The sandbox accepts any credentials of the right form, or, if it is strict, those that it
//! knows.

mod any;
mod drive_tokens;
mod iam_tokens;
mod scope;
mod signatures;
mod strict;

use hwc_transport::http::request::Parts;
use hwc_wire::{AuthRequirement, AuthScheme, Operation};
use rusqlite::Connection;

use crate::context::Caller;
use crate::refusal::{Reason, Refusal};

/// The idle time after which a session of KooDrive expires, in milliseconds.
pub(crate) const IDLE: i64 = 20 * 60_000;

/// A request with its credentials.
pub(crate) struct Asked<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) head: &'a Parts,
    pub(crate) body: &'a [u8],
    /// The path parameters.
    pub(crate) path: &'a [(&'static str, &'a str)],
    pub(crate) now: i64,
}

/// The caller, and the KooDrive token of the call.
pub(crate) struct Identity {
    pub(crate) caller: Caller,
    pub(crate) drive_token: Option<String>,
}

/// Identifies the caller, and prolongs the session of the call.
pub(crate) fn identify(db: &Connection, asked: &Asked<'_>, strict: bool) -> Result<Identity, Refusal> {
    if asked.operation.auth == AuthRequirement::None {
        return Ok(Caller::demo().into());
    }
    if strict { strict::identify(db, asked) } else { any::identify(db, asked) }
}

/// Checks the credentials of a request whose body is not here yet. A signature covers the body, so it is checked later.
pub(crate) fn check_head(db: &Connection, asked: &Asked<'_>, strict: bool) -> Result<(), Refusal> {
    let is_signed =
        |shown: &str| asked.operation.service.scheme != AuthScheme::Bearer || shown.starts_with("HMAC-SHA256 ");
    let needs_some = asked.operation.auth != AuthRequirement::None;
    match asked.header("Authorization").filter(|shown| strict && needs_some && is_signed(shown)) {
        Some(shown) => signatures::check_signer(db, asked, shown),
        // A session that cannot be prolonged on a connection that only reads is prolonged later.
        None => match identify(db, asked, strict) {
            Err(refusal) if refusal.reason == Reason::Storage => Ok(()),
            identified => identified.map(drop),
        },
    }
}

impl Asked<'_> {
    /// Returns a header that is not empty.
    fn header(&self, name: &str) -> Option<&str> {
        let value = self.head.headers.get(name)?.to_str().ok()?.trim();
        Some(value).filter(|value| !value.is_empty())
    }
}

impl From<Caller> for Identity {
    fn from(caller: Caller) -> Self {
        Self { caller, drive_token: None }
    }
}
