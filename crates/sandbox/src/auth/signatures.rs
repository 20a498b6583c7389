//! Signatures of access keys and apps: their owner, their validity and their age.

use std::time::{Duration, UNIX_EPOCH};

use hwc_transport::sign::{Algorithm, AuthorizationHeader};
use hwc_wire::{AuthScheme, Secret};
use rusqlite::{Connection, OptionalExtension};

use crate::account;
use crate::auth::AuthRequest;
use crate::auth::drive_tokens::user_by_id;
use crate::auth::iam_tokens::IamToken;
use crate::auth::scope::Scope;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Caller;

/// The maximum clock difference of a signature, in milliseconds.
const WINDOW: i64 = 15 * 60_000;

/// An access key known to the sandbox.
struct Key {
    caller: Caller,
    secret: Secret,
    /// The security token and the expiry of a temporary key.
    temporary: Option<(String, i64)>,
}

/// Checks the signature of an access key.
pub(super) fn verify_access_key(
    db: &Connection,
    request: &AuthRequest<'_>,
    credential: &str,
) -> Result<IamToken, ApiError> {
    let no = ApiError::iam_signature;
    let signed = read(credential, Algorithm::AccessKey).map_err(|why| no(&why))?;
    let key = find(db, signed.key_id())?.ok_or_else(|| no("the access key is unknown"))?;
    let age = age(&signed, request, &key.secret).map_err(|why| no(&why))?;
    if age.abs() > WINDOW {
        return Err(no("the date of the signature is more than 15 minutes off"));
    }
    check_temporary(&key, &signed, request).map_err(no)?;
    Ok(IamToken { caller: key.caller, scope: Scope::Signed })
}

/// Returns the claimed owner of an access key without checking the signature: the user of the second account for its key,
/// otherwise the demo user.
pub(super) fn claimed_owner(credential: &str) -> Caller {
    match read(credential, Algorithm::AccessKey) {
        Ok(signed) if signed.key_id() == account::OTHER_ACCESS_KEY => Caller::other(),
        _ => Caller::demo(),
    }
}

/// Checks the signature of an app. Its date must be in the past.
pub(super) fn verify_app(db: &Connection, request: &AuthRequest<'_>, credential: &str) -> Result<Caller, ApiError> {
    let no = ApiError::app_signature;
    let signed = read(credential, Algorithm::App).map_err(|why| no(&why))?;
    if signed.key_id() != account::APP_ID {
        return Err(no("the app is unknown"));
    }
    let age = age(&signed, request, &Secret::from(account::APP_SECRET)).map_err(|why| no(&why))?;
    if !(0..=WINDOW).contains(&age) {
        return Err(no("X-Date is not within the last 15 minutes"));
    }
    let user = request.header("X-User-Id").ok_or_else(|| no("X-User-Id is empty"))?;
    user_by_id(db, user.to_owned())
}

/// Checks that the signer is known and that a temporary key is valid, without the signature itself.
pub(super) fn check_signer(db: &Connection, request: &AuthRequest<'_>, credential: &str) -> Result<(), ApiError> {
    if request.operation.service.scheme == AuthScheme::Bearer {
        let no = ApiError::app_signature;
        let signed = read(credential, Algorithm::App).map_err(|why| no(&why))?;
        return if signed.key_id() == account::APP_ID { Ok(()) } else { Err(no("the app is unknown")) };
    }
    let no = ApiError::iam_signature;
    let signed = read(credential, Algorithm::AccessKey).map_err(|why| no(&why))?;
    let key = find(db, signed.key_id())?.ok_or_else(|| no("the access key is unknown"))?;
    check_temporary(&key, &signed, request).map_err(no)
}

fn read(credential: &str, algorithm: Algorithm) -> Result<AuthorizationHeader, String> {
    let signed = AuthorizationHeader::parse(credential).map_err(|error| error.to_string())?;
    if signed.algorithm() == algorithm { Ok(signed) } else { Err("the service knows another algorithm".to_owned()) }
}

/// Returns the age of a valid signature in milliseconds.
fn age(signed: &AuthorizationHeader, request: &AuthRequest<'_>, secret: &Secret) -> Result<i64, String> {
    let date = signed.verify(request.head, request.body, secret).map_err(|error| error.to_string())?;
    let now = UNIX_EPOCH + Duration::from_millis(request.now.unsigned_abs());
    let millis = |span: Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    Ok(now.duration_since(date).map_or_else(|ahead| -millis(ahead.duration()), millis))
}

/// Checks the security token, which must be present and signed for a temporary key and absent for other keys.
fn check_temporary(key: &Key, signed: &AuthorizationHeader, request: &AuthRequest<'_>) -> Result<(), &'static str> {
    let sent = request.header("X-Security-Token");
    match (&key.temporary, sent) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err("the access key is not temporary and has no security token"),
        (Some((token, _)), sent) if sent != Some(token.as_str()) => Err("X-Security-Token does not fit the access key"),
        (Some(_), _) if !signed.signed_headers().any(|name| name == "x-security-token") => {
            Err("X-Security-Token must be signed")
        }
        (Some((_, expires_at)), _) if *expires_at <= request.now => Err("the temporary access key has expired"),
        (Some(_), _) => Ok(()),
    }
}

fn find(db: &Connection, access: &str) -> rusqlite::Result<Option<Key>> {
    let permanent = match access {
        account::ACCESS_KEY => Some((Caller::demo(), account::SECRET_KEY)),
        account::OTHER_ACCESS_KEY => Some((Caller::other(), account::OTHER_SECRET_KEY)),
        _ => None,
    };
    if let Some((caller, secret)) = permanent {
        return Ok(Some(Key { caller, secret: Secret::from(secret), temporary: None }));
    }
    let mut statement = db.prepare_cached(
        "SELECT user_id, user_name, secret, security_token, expires_at FROM temporary_keys WHERE access = ?1",
    )?;
    statement
        .query_row([access], |row| {
            let caller = Caller { id: row.get(0)?, name: row.get(1)? };
            let secret = Secret::from(row.get::<_, String>(2)?);
            Ok(Key { caller, secret, temporary: Some((row.get(3)?, row.get(4)?)) })
        })
        .optional()
}
