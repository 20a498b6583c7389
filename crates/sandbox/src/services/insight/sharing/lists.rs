//! The list of users and groups with their rights on a resource. It also has those without a right.

use hwc_models::insight::{AuthLevel, Authority, ListAuthed, ListAuthedResponse, SharingRule, SortDirection};

use super::grant::{self, Grant};
use super::seen;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::insight::people::{self, Person};
use crate::services::insight::resource::Resource;

/// The default page size.
const PAGE: u32 = 20;

pub(super) fn register(registry: &mut Registry) {
    registry.register(list);
}

/// Lists by name. `filter_authed` has no effect, as in the reference.
fn list(cx: &mut Context<'_>, request: &ListAuthed) -> Result<ListAuthedResponse, ApiError> {
    let resource = seen(cx, &request.resource_type, &request.resource_id)?;
    let grants = grant::on(cx, &resource.id)?;
    let mut holders = Vec::new();
    for level in [AuthLevel::User, AuthLevel::Group] {
        if request.auth_level.as_ref().is_none_or(|wanted| *wanted == level) {
            let people = if level == AuthLevel::User { people::users(cx)? } else { people::groups(cx)? };
            holders.extend(people.into_iter().map(|person| (level.clone(), person)));
        }
    }
    let name = request.auth_name.as_deref().unwrap_or_default();
    holders.retain(|(_, person)| person.name.contains(name));
    holders.sort_by(|(_, one), (_, other)| one.name.cmp(&other.name));
    if request.sort_dir == Some(SortDirection::Descending) {
        holders.reverse();
    }
    let rules: Vec<SharingRule> =
        holders.into_iter().map(|(level, person)| rule(&resource, &grants, level, person)).collect();
    let page = Page::offset(request.offset.unwrap_or(0), request.limit.unwrap_or(PAGE)).select(rules)?;
    let mut response = ListAuthedResponse::default();
    response.count = Some(page.total);
    response.page_data = page.items;
    Ok(response)
}

fn rule(resource: &Resource, grants: &[Grant], level: AuthLevel, person: Person) -> SharingRule {
    let grant = grants.iter().find(|grant| grant.holder == person.id && grant.level == level.code());
    let is_owner = level == AuthLevel::User && resource.created.user == person.id;
    let mut rule = SharingRule::default();
    rule.auth_id = Some(person.id);
    rule.auth_level = Some(level);
    rule.auth_name = Some(person.name);
    rule.authed = Some(is_owner || grant.is_some());
    rule.is_owner = Some(is_owner);
    if let Some(grant) = grant {
        describe(&mut rule, resource, grant);
    }
    rule
}

/// Adds what only entries with a grant have.
fn describe(rule: &mut SharingRule, resource: &Resource, grant: &Grant) {
    rule.authority = Some(Authority::from(grant.authority.as_str()));
    rule.create_date = Some(grant.created.at);
    rule.create_user = Some(grant.created.user.clone().into());
    rule.create_user_name = Some(grant.created.user_name.clone());
    rule.id = Some(format!("{}/{}/{}", grant.resource, grant.level, grant.holder));
    rule.resource_id = Some(resource.id.clone());
    rule.resource_type = Some(resource.kind());
    rule.update_date = Some(grant.updated.at);
    rule.update_user = Some(grant.updated.user.clone().into());
    rule.update_user_name = Some(grant.updated.user_name.clone());
}
