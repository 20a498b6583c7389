//! Sign-in with a password, and with the code of an MFA device.

use hwc_models::iam::{
    KeystoneCreateUserTokenByPassword, KeystoneCreateUserTokenByPasswordResponse, PasswordIdentity, ProjectId,
    TokenInfo, TokenRole, TokenUser,
};
use hwc_wire::Secret;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times;
use crate::services::iam::token_scope::{self, Scope};
use crate::services::iam::users;

pub(super) fn create(
    cx: &mut Context<'_>,
    request: &KeystoneCreateUserTokenByPassword,
) -> Result<KeystoneCreateUserTokenByPasswordResponse, ApiError> {
    let identity = request.auth.identity.as_ref();
    let identity = identity.ok_or_else(|| ApiError::invalid("auth.identity is required"))?;
    let user = users::authenticate(identity, cx.strict)?;
    let scope = token_scope::resolve(request.auth.scope.as_ref(), &user, cx.strict)?;
    let token = store(cx, &user, &scope)?;
    let mut response = KeystoneCreateUserTokenByPasswordResponse::default();
    response.token = Some(Secret::from(token));
    response.info = Some(info(cx, identity, user, scope));
    Ok(response)
}

/// Creates a token and stores its owner and scope.
fn store(cx: &Context<'_>, user: &TokenUser, scope: &Scope) -> Result<String, ApiError> {
    let token = format!("MII{}", cx.secret("token")?);
    let project = match scope {
        Scope::Project(project) => project.id.as_ref().map(ProjectId::as_str),
        Scope::Account(_) => None,
    };
    cx.db.execute(
        "INSERT INTO tokens (token, user_id, user_name, project, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        (&token, user.id.as_ref().map_or("", |id| id.as_str()), &user.name, project, cx.now + times::DAY),
    )?;
    Ok(token)
}

fn info(cx: &Context<'_>, identity: &PasswordIdentity, user: TokenUser, scope: Scope) -> TokenInfo {
    let mut role = TokenRole::default();
    role.id = Some("0".into());
    role.name = Some("sandbox".to_owned());
    let mut info = TokenInfo::default();
    info.issued_at = Some(times::iam(cx.now));
    info.expires_at = Some(times::iam(cx.now + times::DAY));
    info.mfa_authn_at = identity.totp.is_some().then(|| times::iam(cx.now));
    info.methods = identity.methods.clone();
    info.roles = vec![role];
    info.user = Some(user);
    match scope {
        Scope::Project(project) => info.project = Some(project),
        Scope::Account(domain) => info.domain = Some(domain),
    }
    info
}
