//! Creating, changing and deleting workspaces.

use hwc_models::insight::{
    CreateWorkspace, CreateWorkspaceResponse, DeleteWorkspace, DeleteWorkspaceResponse, UpdateWorkspace,
    UpdateWorkspaceResponse,
};

use super::{Workspace, all, open};
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::insight::change::Change;
use crate::services::insight::{errors, instances, people, resource};

/// The number of workspaces of an instance.
const MAX_WORKSPACES: usize = 20;

/// The number of characters of a name.
const MAX_NAME: usize = 32;

pub(super) fn register(registry: &mut Registry) {
    registry.register(create).register(update).register(delete);
}

fn create(cx: &mut Context<'_>, request: &CreateWorkspace) -> Result<CreateWorkspaceResponse, ApiError> {
    people::require_account(cx)?;
    instances::require(request.instance_id.as_str())?;
    require_free_name(cx, &request.name, None)?;
    if all(cx)?.len() >= MAX_WORKSPACES {
        return Err(errors::too_many_workspaces());
    }
    let created = Change::now(cx);
    let workspace = Workspace {
        id: format!("workspace-{}", cx.next_number("insight workspace")?),
        name: request.name.clone(),
        description: request.description.clone(),
        configs: request.configs.clone(),
        enterprise_project: request.enterprise_project_id.to_string(),
        members: Vec::new(),
        updated: created.clone(),
        created,
    };
    cx.records().insert(&workspace)?;
    let mut response = CreateWorkspaceResponse::default();
    response.workspace = Some(workspace.into_model(cx));
    Ok(response)
}

/// Changes a workspace. The settings that the request names are replaced; the others keep their value.
fn update(cx: &mut Context<'_>, request: &UpdateWorkspace) -> Result<UpdateWorkspaceResponse, ApiError> {
    let mut workspace = owned(cx, request.instance_id.as_str(), request.workspace_id.as_str())?;
    require_free_name(cx, &request.name, Some(&workspace.id))?;
    workspace.name.clone_from(&request.name);
    workspace.description = request.description.clone().or(workspace.description);
    workspace.configs.extend(request.configs.clone());
    if let Some(project) = &request.enterprise_project_id {
        workspace.enterprise_project = project.to_string();
    }
    workspace.updated = Change::now(cx);
    cx.records().put(&workspace)?;
    let mut response = UpdateWorkspaceResponse::default();
    response.id = Some(workspace.id.into());
    Ok(response)
}

/// Deletes a workspace and everything in it.
fn delete(cx: &mut Context<'_>, request: &DeleteWorkspace) -> Result<DeleteWorkspaceResponse, ApiError> {
    let workspace = owned(cx, request.instance_id.as_str(), request.workspace_id.as_str())?;
    if workspace.is_default() {
        return Err(errors::default_workspace());
    }
    for resource in resource::in_workspace(cx, &workspace.id)? {
        resource::delete(cx, &resource.id)?;
    }
    cx.records::<Workspace>().delete(&workspace.id)?;
    let mut response = DeleteWorkspaceResponse::default();
    response.message = Some("success".to_owned());
    Ok(response)
}

/// Returns a workspace that the caller owns.
fn owned(cx: &Context<'_>, instance: &str, id: &str) -> Result<Workspace, ApiError> {
    people::require_account(cx)?;
    instances::require(instance)?;
    let workspace = open(cx, id)?;
    if workspace.is_owned_by(&cx.caller.id) {
        return Ok(workspace);
    }
    Err(errors::forbidden("Only the owner of the workspace may do this."))
}

fn require_free_name(cx: &Context<'_>, name: &str, own: Option<&str>) -> Result<(), ApiError> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '\u{4e00}'..='\u{9fff}');
    if name.is_empty() || name.chars().count() > MAX_NAME || !name.chars().all(is_allowed) {
        return Err(errors::workspace_name_invalid());
    }
    let is_taken = |workspace: &Workspace| workspace.name == name && own != Some(workspace.id.as_str());
    if all(cx)?.iter().any(is_taken) {
        return Err(errors::workspace_name_exists());
    }
    Ok(())
}
