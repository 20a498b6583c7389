//! The projects of the demo account.

use hwc_models::iam::{KeystoneListProjects, KeystoneListProjectsResponse, Links, Project};
use hwc_transport::http::StatusCode;

use super::links;
use crate::account;
use crate::context::Context;
use crate::refusal::Refusal;

/// A project of the demo account.
pub(super) struct Known {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    parent: &'static str,
    enabled: bool,
}

const PROJECTS: [Known; 3] = [
    Known { id: account::PROJECT_ID, name: account::PROJECT_NAME, parent: account::DOMAIN_ID, enabled: true },
    Known { id: "project-2", name: "cn-south-1", parent: account::DOMAIN_ID, enabled: true },
    Known { id: "project-3", name: "cn-north-4_old", parent: account::PROJECT_ID, enabled: false },
];

/// Whether the account has this project and can use it.
pub(crate) fn has_project(id: &str) -> bool {
    find(Some(id), None).is_some()
}

/// A project that can be used, by id or, without one, by name.
pub(super) fn find(id: Option<&str>, name: Option<&str>) -> Option<&'static Known> {
    let fits = |known: &&Known| id.map_or(Some(known.name) == name, |id| known.id == id);
    PROJECTS.iter().filter(|known| known.enabled).find(fits)
}

pub(super) fn list(
    cx: &mut Context<'_>,
    request: &KeystoneListProjects,
) -> Result<KeystoneListProjectsResponse, Refusal> {
    let (first, count) = page(request)?;
    let fitting: Vec<&Known> = PROJECTS.iter().filter(|known| known.fits(request)).collect();
    let mut answer = KeystoneListProjectsResponse::default();
    answer.projects = fitting.iter().skip(first).take(count).map(|known| known.project(cx)).collect();
    answer.links = Some(neighbours(cx, request, first.saturating_add(count) < fitting.len()));
    Ok(answer)
}

/// How many projects to skip and how many to show. One of page and `per_page` alone is refused.
fn page(request: &KeystoneListProjects) -> Result<(usize, usize), Refusal> {
    match (request.page, request.per_page) {
        (None, None) => Ok((0, usize::MAX)),
        (Some(page), Some(count)) => Ok(((page as usize - 1).saturating_mul(count as usize), count as usize)),
        (given, _) => {
            let lonely = if given.is_some() { "page" } else { "per_page" };
            let message = format!("Request parameter {lonely} is invalid.");
            Err(Refusal::new(StatusCode::BAD_REQUEST, "IAM.0007", message))
        }
    }
}

fn neighbours(cx: &Context<'_>, request: &KeystoneListProjects, more: bool) -> Links {
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

impl Known {
    fn fits(&self, request: &KeystoneListProjects) -> bool {
        request.domain_id.as_ref().is_none_or(|id| id.as_str() == account::DOMAIN_ID)
            && request.name.as_deref().is_none_or(|name| name == self.name)
            && request.parent_id.as_ref().is_none_or(|id| id.as_str() == self.parent)
            && request.enabled.is_none_or(|enabled| enabled == self.enabled)
            && request.is_domain != Some(true)
    }

    fn project(&self, cx: &Context<'_>) -> Project {
        let mut project = Project::default();
        project.id = Some(self.id.into());
        project.name = Some(self.name.to_owned());
        project.domain_id = Some(account::DOMAIN_ID.into());
        project.parent_id = Some(self.parent.into());
        project.enabled = Some(self.enabled);
        project.is_domain = Some(false);
        project.description = Some(String::new());
        project.links = Some(links(cx, &format!("/v3/projects/{}", self.id)));
        project
    }
}
