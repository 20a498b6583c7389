//! Sign-in requests, and lookups of account and project IDs. They are ordinary calls.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hwc_models::iam;
use hwc_wire::{Secret, Service, Timestamp, UtcOffset};

use super::check::auth_token;
use super::identity::{Identity, Token};
use crate::client::Client;
use crate::error::Error;

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
    client: &Client,
    login: Login<'_>,
    scope: Scope,
) -> Result<(Token, Option<SystemTime>), Error> {
    let request = iam::KeystoneCreateUserTokenByPassword::new(question(&login, scope)).nocatalog("true");
    let answer = client.send(request).await?;
    let given = answer.token.ok_or_else(|| Error::credentials("IAM agreed, but its answer holds no token"))?;
    let value = auth_token(&given).map_err(Error::credentials)?;
    let info = answer.info.as_ref();
    let project = info.and_then(|info| info.project.as_ref()?.id.as_ref()).map(|id| Arc::from(id.as_str()));
    let ends = info.and_then(|info| system_time(info.expires_at.as_ref()?));
    Ok((Token { value, project }, ends))
}

fn question(login: &Login<'_>, scope: Scope) -> iam::PasswordAuth {
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
pub(super) async fn domain_id(client: &Client, identity: &Arc<Identity>) -> Result<Arc<str>, Error> {
    let answer = client.send(iam::KeystoneListAuthDomains::new()).identity(identity).await?;
    let ids: Vec<&str> =
        answer.domains.iter().filter_map(|domain| domain.id.as_ref()).map(iam::DomainId::as_str).collect();
    match ids.as_slice() {
        [] => Err(Error::credentials("IAM names no account for them: set the domain id")),
        [id, ..] => Ok((*id).into()),
    }
}

/// Returns the ID of the project of the service's region.
pub(super) async fn project_id(
    client: &Client,
    identity: &Arc<Identity>,
    service: &'static Service,
) -> Result<Arc<str>, Error> {
    let region = client.0.region(service);
    let request = iam::KeystoneListProjects::new().name(region.as_str());
    let answer = client.send(request).identity(identity).await?;
    let ids: Vec<&str> =
        answer.projects.iter().filter_map(|project| project.id.as_ref()).map(iam::ProjectId::as_str).collect();
    match ids.as_slice() {
        [id] => Ok((*id).into()),
        [] => Err(Error::credentials(format!(
            "IAM knows no project of the region `{region}`: set another region, or `project_id` or HUAWEICLOUD_SDK_PROJECT_ID"
        ))),
        _ => Err(Error::credentials(format!(
            "IAM knows several projects of the region `{region}`: set `project_id` or HUAWEICLOUD_SDK_PROJECT_ID"
        ))),
    }
}

/// Converts a timestamp that has a time zone or is in UTC.
pub(super) fn system_time(time: &Timestamp) -> Option<SystemTime> {
    let millis = u64::try_from(time.unix_millis_at(UtcOffset::UTC)?).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(millis))
}
