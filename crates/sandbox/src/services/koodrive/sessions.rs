//! Sessions: sign-in with a code of OrgID, renewal and validation of the token, sign-out.

use hwc_models::koodrive::{
    AuthSession, AuthSessionResponse, CreateSession, CreateSessionResponse, GetAuthCodeUrl, GetAuthCodeUrlResponse,
    Logout, LogoutResponse, RefreshSession, RefreshSessionResponse, Session, SessionRole, SessionUser, User,
};
use hwc_transport::http::StatusCode;
use hwc_wire::Secret;
use rusqlite::OptionalExtension;

use crate::account::{self, DriveUser};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::{TENANT, refused, users};

/// The code that always fails, for tests.
const WRONG: &str = "wrong";

/// The host of the sign-in page.
const ORGID: &str = "https://orgid.example.com";

/// The organization of all users.
pub(super) const ORGANIZATION: (&str, &str) = ("9190086000001210958", "Sandbox");

pub(super) fn register(registry: &mut Registry) {
    registry.register(sign_in_page).register(create).register(refresh).register(check).register(end);
}

fn create(cx: &mut Context<'_>, request: &CreateSession) -> Result<CreateSessionResponse, ApiError> {
    let code = request.code.expose();
    let wrong = || ApiError::new(StatusCode::BAD_REQUEST, "400", "The authorization code is wrong.");
    let owner = code_owner(cx, code).ok_or_else(wrong)?;
    if users::is_locked(cx.db, owner)? {
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "400", "The user cannot sign in."));
    }
    let id = cx.secret("session")?;
    let token = store(cx, &id, owner)?;
    let mut session = Session::default();
    session.access_token = Some(token);
    session.session_id = Some(Secret::from(id));
    session.user_id = Some(owner.to_owned());
    session.user_info = Some(user(cx, owner)?);
    let mut response = CreateSessionResponse::default();
    response.data = Some(session);
    Ok(response)
}

/// Returns the user of an authorization code. Without strict authentication, an unknown code belongs to the user of the
/// built-in token.
fn code_owner(cx: &Context<'_>, code: &str) -> Option<&'static str> {
    let accepts_any = !cx.strict && !code.is_empty() && code != WRONG;
    DriveUser::by_code(code).map(|user| user.id).or(accepts_any.then_some(account::DRIVE_USER_ID))
}

/// Returns the sign-in page. It does not exist: the demo users have codes that never expire.
fn sign_in_page(_cx: &mut Context<'_>, request: &GetAuthCodeUrl) -> Result<GetAuthCodeUrlResponse, ApiError> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    let domain = &request.domain;
    if !domain.chars().all(is_part) {
        return Err(ApiError::invalid("domain must be a host name"));
    }
    let mut response = GetAuthCodeUrlResponse::default();
    response.uri = Some(format!(
        "{ORGID}/oauth2/authorize?response_type=code&client_id=sandbox&scope=phone+profile+email&redirect_uri=https://{domain}/cloudfile/index.html"
    ));
    response.org_id_host = Some(ORGID.to_owned());
    Ok(response)
}

/// Renews a session. This expires its old token.
fn refresh(cx: &mut Context<'_>, request: &RefreshSession) -> Result<RefreshSessionResponse, ApiError> {
    let id = request.session_id.expose();
    let owner = owner(cx, id)?.ok_or_else(|| refused("13000309"))?;
    cx.db.execute("DELETE FROM sessions WHERE token = ?1", [&cx.drive_token])?;
    let mut response = RefreshSessionResponse::default();
    response.access_token = Some(store(cx, id, &owner)?);
    Ok(response)
}

/// Returns the user of a session. With strict authentication, the token of the call must belong to that session.
fn owner(cx: &Context<'_>, id: &str) -> rusqlite::Result<Option<String>> {
    let token = cx.drive_token.as_deref().unwrap_or_default();
    if id == account::DRIVE_SESSION_ID && (!cx.strict || token == account::DRIVE_TOKEN) {
        return Ok(Some(account::DRIVE_USER_ID.to_owned()));
    }
    let mut statement = cx.db.prepare_cached("SELECT user FROM sessions WHERE id = ?1 AND (token = ?2 OR NOT ?3)")?;
    statement.query_row((id, token, cx.strict), |row| row.get(0)).optional()
}

fn check(cx: &mut Context<'_>, _request: &AuthSession) -> Result<AuthSessionResponse, ApiError> {
    let mut response = AuthSessionResponse::default();
    response.data = Some(user(cx, &cx.caller.id)?);
    Ok(response)
}

fn end(cx: &mut Context<'_>, _request: &Logout) -> Result<LogoutResponse, ApiError> {
    cx.db.execute("DELETE FROM sessions WHERE token = ?1", [&cx.drive_token])?;
    Ok(LogoutResponse::default())
}

/// Creates a token for a session and returns it in the format of responses.
fn store(cx: &Context<'_>, id: &str, user: &str) -> Result<Secret, ApiError> {
    let token = cx.secret("drive token")?;
    cx.db.execute(
        "INSERT INTO sessions (token, id, user, expires_at) VALUES (?1, ?2, ?3, ?4)",
        (&token, id, user, cx.now + account::SESSION_IDLE_TIME),
    )?;
    Ok(Secret::from(format!("Bearer {token}")))
}

/// Returns the signed-in user. An unknown user has only an ID.
fn user(cx: &Context<'_>, id: &str) -> Result<SessionUser, ApiError> {
    let users = cx.records::<User>();
    let found = users.get(id)?.unwrap_or_default();
    let mut user = SessionUser::default();
    user.role = found.role.map(|role| SessionRole::from(role.code().to_string()));
    user.user_name = found.name;
    user.user_id = found.user_id.map(|id| id.as_str().into());
    user.dept_id = found.dept_id;
    user.inner_user_id = Some(id.into());
    user.tenant_id = Some(TENANT.into());
    user.org_id = Some(ORGANIZATION.0.into());
    user.org_name = Some(ORGANIZATION.1.to_owned());
    user.user_count = Some(users.query().count()?);
    Ok(user)
}
