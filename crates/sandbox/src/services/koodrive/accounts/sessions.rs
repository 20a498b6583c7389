//! Sessions of accounts: `Login` and `RefreshToken`. An access token lasts for a fixed time, unlike one of the company's users.

use hwc_models::koodrive::{
    CarrierLogin, CarrierSession, Login, LoginMethod, LoginResponse, RefreshToken, RefreshTokenResponse,
    RefreshedTokens, VerificationPurpose,
};
use hwc_wire::Secret;
use serde::{Deserialize, Serialize};

use super::{Account, by_phone, find, get, take_token};
use crate::account::CarrierDemoUser;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::runtime::times::DAY;
use crate::services::koodrive::refused;

/// The lifetime of an access token in seconds, from the reference's examples.
const LIFETIME: u32 = 1800;

/// The lifetime of a refresh token in milliseconds.
const REFRESH_LIFETIME: i64 = 30 * DAY;

/// The tokens of a session.
#[derive(Serialize, Deserialize)]
pub(crate) struct TokenPair {
    /// The access token without `AT`.
    token: String,
    refresh_token: String,
    pub(crate) account: String,
    pub(crate) expires_at: i64,
    refresh_expires_at: i64,
}

impl StoredRecord for TokenPair {
    const KIND: &'static str = "koodrive.carrier_session";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("account", |pair| pair.account.clone().into()),
        Column::new("refresh_token", |pair| pair.refresh_token.clone().into()),
    ];

    fn key(&self) -> &str {
        &self.token
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<TokenPair>().register(login).register(refresh);
}

fn login(cx: &mut Context<'_>, request: &Login) -> Result<LoginResponse, ApiError> {
    let account = match request.method {
        LoginMethod::Password => by_password(cx, request)?,
        LoginMethod::VerificationCode => by_code(cx, request)?,
        _ => return Err(ApiError::invalid("authType must be 1 or 2")),
    };
    if account.frozen {
        return Err(ApiError::invalid("the account is frozen"));
    }
    let mut login = CarrierLogin::default();
    login.user_info = Some(account.info());
    login.session_info = Some(start(cx, &account)?);
    let mut response = LoginResponse::default();
    response.data = Some(login);
    Ok(response)
}

/// Returns the account of a name and a password. The name is the phone number or the ID.
fn by_password(cx: &Context<'_>, request: &Login) -> Result<Account, ApiError> {
    let password = request.password.as_ref().ok_or_else(|| ApiError::invalid("password is required"))?;
    let found = match get(cx.db, &request.account)? {
        Some(account) => Some(account),
        None => by_phone(cx, &request.account)?,
    };
    let matches = |account: &Account| account.password.as_ref().is_some_and(|stored| stored.matches(password));
    found.filter(matches).ok_or_else(|| ApiError::invalid("the account or the password is wrong"))
}

/// Returns the account of a phone number that was verified.
fn by_code(cx: &Context<'_>, request: &Login) -> Result<Account, ApiError> {
    let token = request.captcha_token.as_ref().ok_or_else(|| ApiError::invalid("captchaToken is required"))?;
    take_token(cx, token, &request.account, &VerificationPurpose::Login)?;
    by_phone(cx, &request.account)?.ok_or_else(|| refused("13000309"))
}

/// Replaces the tokens of a session. The old ones end.
fn refresh(cx: &mut Context<'_>, request: &RefreshToken) -> Result<RefreshTokenResponse, ApiError> {
    let account = find(cx, &take(cx, request.refresh_token.expose())?)?;
    let mut tokens = RefreshedTokens::default();
    tokens.session_info = Some(start(cx, &account)?);
    let mut response = RefreshTokenResponse::default();
    response.data = Some(tokens);
    Ok(response)
}

/// Ends the session of a refresh token and returns its account. With strict authentication, the caller must be that account.
/// A built-in session goes on.
fn take(cx: &Context<'_>, token: &str) -> Result<String, ApiError> {
    let is_allowed = |account: &str| !cx.strict || account == cx.caller.id;
    if let Some(user) = CarrierDemoUser::by_refresh_token(token).filter(|user| is_allowed(user.id)) {
        return Ok(user.id.to_owned());
    }
    let sessions = cx.records::<TokenPair>();
    let found = sessions.query().filter("refresh_token", token.to_owned()).first()?;
    let is_valid = |pair: &TokenPair| pair.refresh_expires_at > cx.now && is_allowed(&pair.account);
    let pair = found.filter(is_valid).ok_or_else(|| refused("13000309"))?;
    sessions.delete(&pair.token)?;
    Ok(pair.account)
}

/// Starts a session and returns its tokens.
pub(crate) fn start(cx: &Context<'_>, account: &Account) -> Result<CarrierSession, ApiError> {
    let pair = TokenPair {
        token: cx.secret("carrier token")?,
        refresh_token: cx.secret("carrier refresh token")?,
        account: account.id.clone(),
        expires_at: cx.now + i64::from(LIFETIME) * 1000,
        refresh_expires_at: cx.now + REFRESH_LIFETIME,
    };
    cx.records().insert(&pair)?;
    let mut session = CarrierSession::default();
    session.access_token = Some(Secret::from(format!("AT {}", pair.token)));
    session.expires_in = Some(LIFETIME.into());
    session.issued_at = Some(cx.now);
    session.refresh_token = Some(Secret::from(pair.refresh_token));
    Ok(session)
}

/// Ends all sessions of an account, except for that of the call.
pub(super) fn end_all(cx: &Context<'_>, account: &str) -> Result<(), ApiError> {
    let sessions = cx.records::<TokenPair>();
    for pair in sessions.query().filter("account", account.to_owned()).all()? {
        if cx.drive_token.as_ref() != Some(&pair.token) {
            sessions.delete(&pair.token)?;
        }
    }
    Ok(())
}
