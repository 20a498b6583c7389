//! The projects of the accounts.

use hwc_models::iam::{KeystoneListProjects, KeystoneListProjectsResponse, Links, Project};
use hwc_transport::http::StatusCode;

use crate::account::{self, Owner};
use crate::runtime::api_error::Refusal;
use crate::runtime::context::Context;
use crate::services::iam::links;

/// A project of an account.
pub(super) struct Known {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    owner: &'static Owner,
    parent: &'static str,
    enabled: bool,
}

const PROJECTS: [Known; 4] = [
    Known::new(&account::DEMO, account::PROJECT_ID, account::PROJECT_NAME),
    Known::new(&account::DEMO, "project-2", "cn-south-1"),
    Known { parent: account::PROJECT_ID, enabled: false, ..Known::new(&account::DEMO, "project-3", "cn-north-4_old") },
    Known::new(&account::OTHER, account::OTHER_PROJECT_ID, account::PROJECT_NAME),
];

/// Returns true if the account has this project and the project is enabled.
pub(crate) fn has_project(owner: &Owner, id: &str) -> bool {
    find(owner, Some(id), None).is_some()
}

/// Finds an enabled project of an account by ID, or by name if the ID is missing.
pub(super) fn find(owner: &Owner, id: Option<&str>, name: Option<&str>) -> Option<&'static Known> {
    let fits = |known: &&Known| id.map_or(Some(known.name) == name, |id| known.id == id);
    PROJECTS.iter().filter(|known| known.is_of(owner) && known.enabled).find(fits)
}

pub(super) fn list(
    cx: &mut Context<'_>,
    request: &KeystoneListProjects,
) -> Result<KeystoneListProjectsResponse, Refusal> {
    let (first, count) = page(request)?;
    let own = cx.caller.account();
    let fitting: Vec<&Known> = PROJECTS.iter().filter(|known| known.is_of(own) && known.fits(request)).collect();
    let mut answer = KeystoneListProjectsResponse::default();
    answer.projects = fitting.iter().skip(first).take(count).map(|known| known.project(cx)).collect();
    answer.links = Some(neighbours(cx, request, first.saturating_add(count) < fitting.len()));
    Ok(answer)
}

/// Returns the number of projects to skip and to return. Returns an error if only one of `page` and `per_page` is set.
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
    const fn new(owner: &'static Owner, id: &'static str, name: &'static str) -> Self {
        Self { id, name, owner, parent: owner.domain_id, enabled: true }
    }

    fn is_of(&self, owner: &Owner) -> bool {
        self.owner.domain_id == owner.domain_id
    }

    fn fits(&self, request: &KeystoneListProjects) -> bool {
        request.domain_id.as_ref().is_none_or(|id| id.as_str() == self.owner.domain_id)
            && request.name.as_deref().is_none_or(|name| name == self.name)
            && request.parent_id.as_ref().is_none_or(|id| id.as_str() == self.parent)
            && request.enabled.is_none_or(|enabled| enabled == self.enabled)
            && request.is_domain != Some(true)
    }

    fn project(&self, cx: &Context<'_>) -> Project {
        let mut project = Project::default();
        project.id = Some(self.id.into());
        project.name = Some(self.name.to_owned());
        project.domain_id = Some(self.owner.domain_id.into());
        project.parent_id = Some(self.parent.into());
        project.enabled = Some(self.enabled);
        project.is_domain = Some(false);
        project.description = Some(String::new());
        project.links = Some(links(cx, &format!("/v3/projects/{}", self.id)));
        project
    }
}
