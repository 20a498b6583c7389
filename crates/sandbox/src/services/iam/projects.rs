//! The projects of the accounts.

use hwc_models::iam::{KeystoneListProjects, KeystoneListProjectsResponse, Links, Project};
use hwc_transport::http::StatusCode;

use crate::account;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::iam::links;

pub(super) fn list(
    cx: &mut Context<'_>,
    request: &KeystoneListProjects,
) -> Result<KeystoneListProjectsResponse, ApiError> {
    let (first, count) = page(request)?;
    let own = cx.caller.account();
    let fitting: Vec<_> =
        account::PROJECTS.iter().filter(|known| known.belongs_to(own) && matches(known, request)).collect();
    let mut response = KeystoneListProjectsResponse::default();
    response.projects = fitting.iter().skip(first).take(count).map(|known| model(cx, known)).collect();
    response.links = Some(neighbor_links(cx, request, first.saturating_add(count) < fitting.len()));
    Ok(response)
}

/// Returns the number of projects to skip and to return. Returns an error if only one of `page` and `per_page` is set.
fn page(request: &KeystoneListProjects) -> Result<(usize, usize), ApiError> {
    match (request.page, request.per_page) {
        (None, None) => Ok((0, usize::MAX)),
        (Some(page), Some(count)) => Ok(((page as usize - 1).saturating_mul(count as usize), count as usize)),
        (given, _) => {
            let lonely = if given.is_some() { "page" } else { "per_page" };
            let message = format!("Request parameter {lonely} is invalid.");
            Err(ApiError::new(StatusCode::BAD_REQUEST, "IAM.0007", message))
        }
    }
}

fn neighbor_links(cx: &Context<'_>, request: &KeystoneListProjects, more: bool) -> Links {
    let (Some(page), Some(count)) = (request.page, request.per_page) else {
        return links(cx, "/v3/projects");
    };
    let at = |page: u32| links(cx, &format!("/v3/projects?page={page}&per_page={count}")).this;
    let mut links = Links::default();
    links.this = at(page);
    links.previous = (page > 1).then(|| at(page - 1)).flatten();
    links.next = more.then(|| at(page.saturating_add(1))).flatten();
    links
}

/// Returns true if a project matches the filters of a request.
fn matches(project: &account::Project, request: &KeystoneListProjects) -> bool {
    request.domain_id.as_ref().is_none_or(|id| id.as_str() == project.account.domain_id)
        && request.name.as_deref().is_none_or(|name| name == project.name)
        && request.parent_id.as_ref().is_none_or(|id| id.as_str() == project.parent)
        && request.enabled.is_none_or(|enabled| enabled == project.enabled)
        && request.is_domain != Some(true)
}

fn model(cx: &Context<'_>, known: &account::Project) -> Project {
    let mut project = Project::default();
    project.id = Some(known.id.into());
    project.name = Some(known.name.to_owned());
    project.domain_id = Some(known.account.domain_id.into());
    project.parent_id = Some(known.parent.into());
    project.enabled = Some(known.enabled);
    project.is_domain = Some(false);
    project.description = Some(String::new());
    project.links = Some(links(cx, &format!("/v3/projects/{}", known.id)));
    project
}
