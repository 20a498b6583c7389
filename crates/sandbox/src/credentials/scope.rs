//! What credentials are good for: the account, and which of its projects.

use hwc_transport::http::StatusCode;
use hwc_wire::Scheme;

use super::Asked;
use crate::account::Owner;
use crate::iam;
use crate::refusal::Refusal;

/// What credentials are good for.
pub(super) enum Scope {
    /// The account and each project of it.
    Everything,
    /// What the headers name that were signed.
    Signed,
    /// The account as a whole.
    Account,
    /// This project.
    Project(String),
}

/// Refuses what is asked of another account than `own`, or of another project than the credentials are good for.
pub(super) fn check(asked: &Asked<'_>, own: &Owner, scope: &Scope) -> Result<(), Refusal> {
    if asked.header("X-Domain-Id").is_some_and(|id| id != own.domain_id) {
        return Err(no("X-Domain-Id names another account."));
    }
    if asked.header("X-Project-Id").is_some_and(|id| !iam::has_project(own, id)) {
        return Err(no("X-Project-Id names no project of the account."));
    }
    if asked.operation.service.scheme != Scheme::IamProject {
        return Ok(());
    }
    let project = asked.path.iter().find(|(name, _)| *name == "project_id").map(|(_, id)| *id);
    match scope {
        _ if project.is_some_and(|id| !iam::has_project(own, id)) => {
            Err(no("The path names no project of the account."))
        }
        Scope::Signed => signed_project(asked, project),
        Scope::Account => Err(no("The token is for the account and not for a project.")),
        Scope::Project(own) if project.is_some_and(|id| id != own) => Err(no("The token is for another project.")),
        Scope::Project(_) | Scope::Everything => Ok(()),
    }
}

/// Keys sign for a project, and say for which, as the official SDKs do. For an account they need not: those SDKs name it
/// only when they know it.
fn signed_project(asked: &Asked<'_>, in_path: Option<&str>) -> Result<(), Refusal> {
    match asked.header("X-Project-Id") {
        None => Err(no("X-Project-Id is missing.")),
        Some(id) if in_path.is_some_and(|path| path != id) => Err(no("X-Project-Id is not the project of the path.")),
        Some(_) => Ok(()),
    }
}

fn no(why: &str) -> Refusal {
    let message = format!("The IAM user is not authorized to access the API. {why}");
    Refusal::gateway(StatusCode::FORBIDDEN, "APIGW.0302", &message)
}
