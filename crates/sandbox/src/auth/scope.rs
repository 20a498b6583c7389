//! The scope of credentials: an account and one or all of its projects.

use hwc_transport::http::StatusCode;
use hwc_wire::AuthScheme;

use crate::account::Account;
use crate::auth::AuthRequest;
use crate::runtime::api_error::ApiError;

/// The scope of credentials.
pub(super) enum Scope {
    /// The account and each of its projects.
    Everything,
    /// The account or project named in the signed headers.
    Signed,
    /// The account without its projects.
    Account,
    /// One project.
    Project(String),
}

/// Rejects a request for another account than `own`, or for a project outside the scope of the credentials.
pub(super) fn check(request: &AuthRequest<'_>, own: &Account, scope: &Scope) -> Result<(), ApiError> {
    if request.header("X-Domain-Id").is_some_and(|id| id != own.domain_id) {
        return Err(forbidden("X-Domain-Id names another account."));
    }
    if request.header("X-Project-Id").is_some_and(|id| !own.has_project(id)) {
        return Err(forbidden("X-Project-Id names no project of the account."));
    }
    if request.operation.service.scheme != AuthScheme::IamProject {
        return Ok(());
    }
    let project = request.path.iter().find(|(name, _)| *name == "project_id").map(|(_, id)| *id);
    match scope {
        _ if project.is_some_and(|id| !own.has_project(id)) => {
            Err(forbidden("The path names no project of the account."))
        }
        Scope::Signed => signed_project(request, project),
        Scope::Account => Err(forbidden("The token is for the account and not for a project.")),
        Scope::Project(own) if project.is_some_and(|id| id != own) => {
            Err(forbidden("The token is for another project."))
        }
        Scope::Project(_) | Scope::Everything => Ok(()),
    }
}

/// Checks the project of a signature. Signed requests for a project must name it, as the official SDKs do. Requests for an
/// account need not name it: those SDKs do so only if they know it.
fn signed_project(request: &AuthRequest<'_>, in_path: Option<&str>) -> Result<(), ApiError> {
    match request.header("X-Project-Id") {
        None => Err(forbidden("X-Project-Id is missing.")),
        Some(id) if in_path.is_some_and(|path| path != id) => {
            Err(forbidden("X-Project-Id is not the project of the path."))
        }
        Some(_) => Ok(()),
    }
}

fn forbidden(why: &str) -> ApiError {
    let message = format!("The IAM user is not authorized to access the API. {why}");
    ApiError::gateway(StatusCode::FORBIDDEN, "APIGW.0302", &message)
}
