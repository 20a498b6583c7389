//! The requested scope of a token: a project or an account, by ID or by name. With strict authentication it must be the
//! user's account or one of its projects. Otherwise unknown names get derived IDs.

use hwc_models::iam::{
    Domain, DomainId, DomainScope, ProjectId, ProjectScope, TokenProject, TokenScope, TokenUser, UserId,
};
use hwc_transport::http::StatusCode;

use crate::account::{self, Account};
use crate::runtime::api_error::ApiError;
use crate::services::iam::{account_of, id, users};

/// The scope of a token.
pub(super) enum Scope {
    Project(TokenProject),
    Account(Domain),
}

/// Returns the scope of a token for this user. If both a project and an account are requested, the project takes precedence.
pub(super) fn resolve(wanted: Option<&TokenScope>, user: &TokenUser, strict: bool) -> Result<Scope, ApiError> {
    let own = Account::of_user(user.id.as_ref().map_or("", UserId::as_str));
    if let Some(project) = wanted.and_then(|wanted| wanted.project.as_ref()) {
        return find_project(project, own, user.domain.clone(), strict).map(Scope::Project);
    }
    match wanted.and_then(|wanted| wanted.domain.as_ref()) {
        Some(domain) => find_account(domain, own, strict).map(Scope::Account),
        None => Ok(Scope::Account(user.domain.clone().unwrap_or_else(|| account_of(own)))),
    }
}

fn find_project(
    wanted: &ProjectScope,
    own: &Account,
    domain: Option<Domain>,
    strict: bool,
) -> Result<TokenProject, ApiError> {
    let wanted_id = wanted.id.as_ref().map(ProjectId::as_str);
    let name = wanted.name.as_deref();
    let mut project = TokenProject::default();
    project.domain = domain;
    if let Some(known) = own.find_project(wanted_id, name) {
        project.id = Some(known.id.into());
        project.name = Some(known.name.to_owned());
    } else if strict {
        return Err(nothing("project"));
    } else {
        let name = name.unwrap_or(account::PROJECT_NAME);
        project.id = Some(wanted_id.map_or_else(|| id("project", name), str::to_owned).into());
        project.name = Some(name.to_owned());
    }
    Ok(project)
}

fn find_account(wanted: &DomainScope, own: &Account, strict: bool) -> Result<Domain, ApiError> {
    let wanted_id = wanted.id.as_ref().map(DomainId::as_str);
    let name = wanted.name.as_deref();
    let is_own = wanted_id.map_or(name == Some(own.domain_name), |id| id == own.domain_id);
    if is_own {
        return Ok(account_of(own));
    }
    if strict {
        return Err(nothing("account"));
    }
    let mut domain = users::account_by_name(name.unwrap_or_default());
    domain.id = wanted.id.clone().or(domain.id);
    Ok(domain)
}

fn nothing(what: &str) -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "404", format!("The scope names no {what} that the user can use."))
}
