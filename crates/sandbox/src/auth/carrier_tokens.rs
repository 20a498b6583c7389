//! Access tokens of accounts of a carrier. They expire after a fixed time, and calls do not prolong them.

use hwc_models::koodrive::RefreshToken;
use hwc_wire::{Operation, Request};
use rusqlite::Connection;

use crate::account::{CARRIER_USER_ID, CarrierDemoUser};
use crate::auth::{Identity, drive_tokens};
use crate::runtime::api_error::ApiError;
use crate::runtime::records::{Owner, Records};
use crate::services::koodrive::accounts::TokenPair;

/// Returns the token in an `Authorization` header. Reference pages write `AT <token>` and `AT+<token>`.
pub(super) fn carrier_token(credential: &str) -> Option<&str> {
    let token = credential.strip_prefix("AT")?.strip_prefix([' ', '+'])?.trim();
    Some(token).filter(|token| !token.is_empty())
}

/// Checks a token. An expired one is accepted for `RefreshToken`, which replaces it.
pub(super) fn verify(db: &Connection, token: &str, operation: &Operation, now: i64) -> Result<Identity, ApiError> {
    if let Some(user) = CarrierDemoUser::by_token(token) {
        return identity(db, token, user.id);
    }
    let pair = find(db, token)?.ok_or_else(ApiError::unauthorized)?;
    if pair.expires_at <= now && operation.name != RefreshToken::OPERATION.name {
        return Err(ApiError::expired());
    }
    identity(db, token, &pair.account)
}

/// Returns the owner of a token, or the first account of the demo data if the sandbox did not issue it.
pub(super) fn owner(db: &Connection, token: &str) -> Result<Identity, ApiError> {
    if let Some(user) = CarrierDemoUser::by_token(token) {
        return identity(db, token, user.id);
    }
    let pair = find(db, token)?;
    identity(db, token, pair.as_ref().map_or(CARRIER_USER_ID, |pair| &pair.account))
}

fn find(db: &Connection, token: &str) -> Result<Option<TokenPair>, ApiError> {
    Records::of_owner(db, Owner::COMPANY).get(token)
}

fn identity(db: &Connection, token: &str, account: &str) -> Result<Identity, ApiError> {
    Ok(Identity { caller: drive_tokens::user_by_id(db, account.to_owned())?, drive_token: Some(token.to_owned()) })
}
