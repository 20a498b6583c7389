//! Sign-in requests, and lookups of account and project IDs. They are ordinary calls.

use std::sync::Arc;
use std::time::SystemTime;

use hwc_models::iam;
use hwc_wire::{Model, Request, Secret, Service};

use super::identity::{Identity, Token};
use crate::credentials::{auth_token, system_time};
use crate::error::Error;
use crate::pipeline::{ClientInner, RecordCodec, RequestOptions, execute};

/// An IAM user with a password.
pub(super) struct Login<'a> {
    pub(super) account: &'a str,
    pub(super) user: &'a str,
    pub(super) password: &'a Secret,
}

/// The scope of a token.
pub(super) enum Scope {
    Account,
    /// The project with this ID.
    Project(String),
    /// The project named after this region.
    Region(String),
}

/// Signs in, and returns the token with its expiry time.
pub(super) async fn token(
    client: &Arc<ClientInner>,
    login: Login<'_>,
    scope: Scope,
) -> Result<(Token, Option<SystemTime>), Error> {
    let request = iam::KeystoneCreateUserTokenByPassword::new(password_auth_request(&login, scope)).nocatalog("true");
    let response = send(client, &request, &RequestOptions::default()).await?;
    issued_token(response.token, response.info.as_ref())
}

/// Returns a token that IAM issued, with its expiry time.
pub(super) fn issued_token(
    token: Option<Secret>,
    info: Option<&iam::TokenInfo>,
) -> Result<(Token, Option<SystemTime>), Error> {
    let token = token.ok_or_else(|| Error::credentials("IAM response contains no token"))?;
    let value = auth_token(&token).map_err(Error::credentials)?;
    let project = info.and_then(|info| info.project.as_ref()?.id.as_ref()).map(|id| Arc::from(id.as_str()));
    let expires_at = info.and_then(|info| system_time(info.expires_at.as_ref()?));
    Ok((Token { value, project }, expires_at))
}

fn password_auth_request(login: &Login<'_>, scope: Scope) -> iam::PasswordAuth {
    let account = iam::LoginDomain::default().name(login.account);
    let user = iam::LoginUser::default().domain(account).name(login.user).password(login.password.clone());
    let password = iam::PasswordLogin::default().user(user);
    let identity = iam::PasswordIdentity::default().methods([iam::AuthMethod::Password]).password(password);
    let account = iam::DomainScope::default().name(login.account);
    let scope = match scope {
        Scope::Account => iam::TokenScope::default().domain(account),
        Scope::Project(id) => iam::TokenScope::default().project(iam::ProjectScope::default().id(id)),
        Scope::Region(name) => iam::TokenScope::default().project(iam::ProjectScope::default().name(name)),
    };
    iam::PasswordAuth::default().identity(identity).scope(scope)
}

/// Returns the ID of the account that the credentials belong to.
pub(super) async fn domain_id(client: &Arc<ClientInner>, identity: &Arc<Identity>) -> Result<Arc<str>, Error> {
    let response = send(client, &iam::KeystoneListAuthDomains::new(), &with_identity(identity)).await?;
    let ids: Vec<&str> =
        response.domains.iter().filter_map(|domain| domain.id.as_ref()).map(iam::DomainId::as_str).collect();
    match ids.as_slice() {
        [] => Err(Error::credentials("no account found for these credentials; set `domain_id`")),
        [id, ..] => Ok((*id).into()),
    }
}

/// Returns the ID of the project of the service's region.
pub(super) async fn project_id(
    client: &Arc<ClientInner>,
    identity: &Arc<Identity>,
    service: &'static Service,
) -> Result<Arc<str>, Error> {
    let region = client.region(service);
    let request = iam::KeystoneListProjects::new().name(region.as_str());
    let response = send(client, &request, &with_identity(identity)).await?;
    let ids: Vec<&str> =
        response.projects.iter().filter_map(|project| project.id.as_ref()).map(iam::ProjectId::as_str).collect();
    match ids.as_slice() {
        [id] => Ok((*id).into()),
        [] => Err(Error::credentials(format!(
            "no project found for the region `{region}`; set another region, or `project_id` or HUAWEICLOUD_SDK_PROJECT_ID"
        ))),
        _ => Err(Error::credentials(format!(
            "several projects found for the region `{region}`; set `project_id` or HUAWEICLOUD_SDK_PROJECT_ID"
        ))),
    }
}

/// Returns the options of a call with these credentials, in place of those of the service.
fn with_identity(identity: &Arc<Identity>) -> RequestOptions {
    RequestOptions { identity: Some(Arc::clone(identity)), ..RequestOptions::default() }
}

/// Runs a call.
pub(super) async fn send<R: Request>(
    client: &Arc<ClientInner>,
    request: &R,
    options: &RequestOptions,
) -> Result<R::Response, Error> {
    let mut response = R::Response::unset();
    execute(client, &mut RecordCodec { operation: R::OPERATION, request, response: &mut response }, options).await?;
    Ok(response)
}
