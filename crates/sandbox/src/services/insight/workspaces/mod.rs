//! Workspaces and their members. The default workspace always exists and is open to all users of the account. Another
//! one is open to its owner, and to users and groups with whom something in it was shared.

mod changes;
mod record;

use hwc_models::insight::{ListWorkspaces, ListWorkspacesResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Page;
use crate::runtime::registry::Registry;
use crate::services::insight::{errors, instances, people};

pub(crate) use record::Workspace;

/// The ID of the default workspace.
pub(crate) const DEFAULT: &str = "workspace-default";

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Workspace>().register(list);
    changes::register(registry);
}

/// Returns the workspace that the call names, or else the default one.
///
/// # Errors
/// Returns an error if the project belongs to another account, or the workspace is not open to the caller.
pub(super) fn current(cx: &Context<'_>) -> Result<Workspace, ApiError> {
    people::require_account(cx)?;
    let id = cx.settings.get("workspace_id").filter(|id| !id.is_empty()).unwrap_or(DEFAULT);
    open(cx, id)
}

/// Returns a workspace if it is open to the caller.
pub(super) fn open(cx: &Context<'_>, id: &str) -> Result<Workspace, ApiError> {
    let holders = holders(cx)?;
    let found = find(cx, id)?.filter(|workspace| workspace.is_open_to(&holders));
    found.ok_or_else(errors::workspace_not_found)
}

/// Finds a workspace, whether it is open to the caller or not.
pub(super) fn find(cx: &Context<'_>, id: &str) -> Result<Option<Workspace>, ApiError> {
    let stored = cx.records::<Workspace>().get(id)?;
    Ok(stored.or_else(|| (id == DEFAULT).then(|| Workspace::default_of(people::administrator(cx)))))
}

/// Adds members to a workspace. Those who are members already stay so.
pub(super) fn add_members(cx: &Context<'_>, id: &str, holders: &[String]) -> Result<(), ApiError> {
    cx.records::<Workspace>().edit(id, |workspace| {
        for holder in holders {
            if !workspace.members.contains(holder) {
                workspace.members.push(holder.clone());
            }
        }
    })?;
    Ok(())
}

/// Returns the IDs of the caller and of the groups of the caller.
fn holders(cx: &Context<'_>) -> Result<Vec<String>, ApiError> {
    let mut holders = people::groups_of(cx, &cx.caller.id)?;
    holders.push(cx.caller.id.clone());
    Ok(holders)
}

/// Returns all workspaces, the default one first.
fn all(cx: &Context<'_>) -> Result<Vec<Workspace>, ApiError> {
    let others = cx.records::<Workspace>().query().all()?;
    let others = others.into_iter().filter(|workspace| !workspace.is_default());
    Ok(find(cx, DEFAULT)?.into_iter().chain(others).collect())
}

fn list(cx: &mut Context<'_>, request: &ListWorkspaces) -> Result<ListWorkspacesResponse, ApiError> {
    people::require_account(cx)?;
    instances::require(request.instance_id.as_str())?;
    let (holders, name) = (holders(cx)?, request.name.as_deref().unwrap_or_default());
    let mut open = all(cx)?;
    open.retain(|workspace| workspace.is_open_to(&holders) && workspace.name.contains(name));
    let page = Page::offset(request.offset.unwrap_or(0), request.limit.unwrap_or(instances::PAGE)).select(open)?;
    let mut response = ListWorkspacesResponse::default();
    response.count = Some(page.total);
    response.page_data = page.items.into_iter().map(|workspace| workspace.into_model(cx)).collect();
    Ok(response)
}
