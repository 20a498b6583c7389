//! Signing in with a password. Any user can, with any password but `wrong`.

use hwc_models::iam::{
    AuthMethod, Domain, DomainScope, KeystoneCreateUserTokenByPassword, KeystoneCreateUserTokenByPasswordResponse,
    LoginUser, ProjectScope, TokenInfo, TokenProject, TokenRole, TokenScope, TokenUser,
};
use hwc_transport::http::StatusCode;
use hwc_wire::Secret;

use crate::context::Context;
use crate::objects::digest;
use crate::refusal::Refusal;
use crate::times;

/// The password with which nobody can sign in, for tests of that.
const WRONG: &str = "wrong";

pub(super) fn create(
    cx: &mut Context<'_>,
    request: &KeystoneCreateUserTokenByPassword,
) -> Result<KeystoneCreateUserTokenByPasswordResponse, Refusal> {
    let login = request.auth.identity.as_ref().and_then(|identity| identity.password.as_ref());
    let login = login.and_then(|password| password.user.as_ref());
    let user = login.ok_or_else(|| Refusal::invalid("auth.identity.password.user is required"))?;
    let user = signed_in(user)?;
    let token = remember(cx, &user)?;
    let mut answer = KeystoneCreateUserTokenByPasswordResponse::default();
    answer.token = Some(Secret::from(token));
    answer.info = Some(info(cx, user, request.auth.scope.as_ref()));
    Ok(answer)
}

/// The user, if name and password will do.
fn signed_in(login: &LoginUser) -> Result<TokenUser, Refusal> {
    let name = login.name.as_deref().unwrap_or_default();
    let password = login.password.as_ref().map_or("", Secret::expose);
    if name.is_empty() || password.is_empty() || password == WRONG {
        return Err(Refusal::new(StatusCode::UNAUTHORIZED, "401", "The username or password is wrong."));
    }
    let domain = login.domain.as_ref().and_then(|domain| domain.name.as_deref()).unwrap_or_default();
    let mut user = TokenUser::default();
    user.domain = Some(account(domain));
    user.id = Some(id("user", name).into());
    user.name = Some(name.to_owned());
    Ok(user)
}

/// Makes a token and keeps whose it is.
fn remember(cx: &Context<'_>, user: &TokenUser) -> Result<String, Refusal> {
    let token = format!("MII{}", digest(&format!("token {}", cx.next_number("token")?)));
    cx.db.execute(
        "INSERT INTO tokens (token, user_id, user_name, expires_at) VALUES (?1, ?2, ?3, ?4)",
        (&token, user.id.as_ref().map_or("", |id| id.as_str()), &user.name, cx.now + times::DAY),
    )?;
    Ok(token)
}

fn info(cx: &Context<'_>, user: TokenUser, scope: Option<&TokenScope>) -> TokenInfo {
    let mut role = TokenRole::default();
    role.id = Some("0".into());
    role.name = Some("sandbox".to_owned());
    let own = user.domain.clone();
    let mut info = TokenInfo::default();
    info.issued_at = Some(times::iam(cx.now));
    info.expires_at = Some(times::iam(cx.now + times::DAY));
    info.methods = vec![AuthMethod::Password];
    info.roles = vec![role];
    info.user = Some(user);
    match scope.and_then(|scope| scope.project.as_ref()) {
        Some(wanted) => info.project = Some(project(wanted, own)),
        None => info.domain = scope.and_then(|scope| scope.domain.as_ref()).map(domain).or(own),
    }
    info
}

fn project(wanted: &ProjectScope, domain: Option<Domain>) -> TokenProject {
    let mut project = TokenProject::default();
    let name = wanted.name.clone().unwrap_or_else(|| "cn-north-4".to_owned());
    project.id = Some(wanted.id.clone().unwrap_or_else(|| id("project", &name).into()));
    project.name = Some(name);
    project.domain = domain;
    project
}

fn domain(wanted: &DomainScope) -> Domain {
    let mut domain = account(wanted.name.as_deref().unwrap_or_default());
    domain.id = wanted.id.clone().or(domain.id);
    domain
}

fn account(name: &str) -> Domain {
    let mut domain = Domain::default();
    domain.id = Some(id("domain", name).into());
    domain.name = Some(name.to_owned());
    domain
}

/// The same name has the same id, in the form of the reference's: 32 hexadecimal digits.
fn id(sort: &str, name: &str) -> String {
    digest(&format!("{sort} {name}")).chars().take(32).collect()
}
