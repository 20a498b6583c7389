//! Authentication of callers. The sandbox accepts any credentials of the right form, or, if it is strict, those that it
//! knows.

mod carrier_tokens;
mod drive_tokens;
mod iam_tokens;
mod permissive;
mod scope;
mod signatures;
mod strict;

use hwc_transport::http::request::Parts;
use hwc_wire::{AuthRequirement, AuthScheme, Operation};
use rusqlite::Connection;

use crate::runtime::api_error::{ApiError, ErrorOrigin};
use crate::runtime::context::Caller;
use crate::services::koodrive::accounts;

/// A request with its credentials.
pub(crate) struct AuthRequest<'a> {
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
pub(crate) fn identify(db: &Connection, request: &AuthRequest<'_>, strict: bool) -> Result<Identity, ApiError> {
    if request.operation.auth == AuthRequirement::None {
        return Ok(Caller::demo().into());
    }
    let identity = if strict { strict::identify(db, request) } else { permissive::identify(db, request) }?;
    if request.operation.service.scheme == AuthScheme::Bearer {
        drive_tokens::require_unlocked(db, &identity.caller)?;
        accounts::require_operation(db, &identity.caller, request.operation)?;
    }
    Ok(identity)
}

/// Checks the credentials of a request whose body is not here yet. A signature covers the body, so it is checked later.
pub(crate) fn check_head(db: &Connection, request: &AuthRequest<'_>, strict: bool) -> Result<(), ApiError> {
    let is_signed = |credential: &str| {
        request.operation.service.scheme != AuthScheme::Bearer || credential.starts_with("HMAC-SHA256 ")
    };
    let needs_some = request.operation.auth != AuthRequirement::None;
    match request.header("Authorization").filter(|credential| strict && needs_some && is_signed(credential)) {
        Some(credential) => signatures::check_signer(db, request, credential),
        // A session that cannot be prolonged on a connection that only reads is prolonged later.
        None => match identify(db, request, strict) {
            Err(error) if error.origin == ErrorOrigin::Storage => Ok(()),
            identified => identified.map(drop),
        },
    }
}

impl AuthRequest<'_> {
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
