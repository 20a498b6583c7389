//! Resources of a workspace: data sources, datasets, dashboards, large screens and assistants. All are records of one
//! kind, so that sharing, dependencies and packages treat them alike.

mod access;
mod content;

use hwc_models::insight::{PublishState, ResourceType, SubjectState};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::insight::change::Change;
use crate::services::insight::permissions;
use crate::services::insight::sharing;
use crate::services::insight::workspaces;

pub(super) use access::{require, require_owner, rights, visible};
pub(crate) use content::{Content, DatasetContent, ScreenContent, SubjectContent};

/// The number before the first ID. Smaller ones are those of the demo data.
const FIRST_NUMBER: i64 = 1000;

/// A stored resource.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Resource {
    pub(crate) id: String,
    pub(crate) workspace: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    /// The state, by the codes of its kind.
    pub(crate) state: i64,
    /// The creation. Its user is the owner.
    pub(crate) created: Change,
    pub(crate) updated: Change,
    pub(crate) content: Content,
}

impl StoredRecord for Resource {
    const KIND: &'static str = "insight.resource";
    const OWNER: Owner = Owner::Project;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("kind", |resource| resource.kind().code().to_owned().into()),
        Column::new("workspace", |resource| resource.workspace.clone().into()),
        Column::new("name", |resource| resource.name.clone().into()),
    ];

    fn key(&self) -> &str {
        &self.id
    }
}

impl Resource {
    /// Creates a resource of the caller in the workspace of the call.
    pub(super) fn new(cx: &Context<'_>, name: &str, content: Content) -> Result<Self, ApiError> {
        let (workspace, created) = (workspaces::current(cx)?.id, Change::now(cx));
        let kind = content.kind();
        let number = FIRST_NUMBER + cx.next_number(&format!("insight {}", kind.code()))?;
        let id = format!("{}-{number}", kind.code());
        let (name, updated) = (name.to_owned(), created.clone());
        Ok(Self { id, workspace, name, description: None, state: 0, created, updated, content })
    }

    pub(super) fn kind(&self) -> ResourceType {
        self.content.kind()
    }

    /// Returns true if others can be shown the resource: it is published, or an assistant whose training is complete.
    pub(super) fn is_published(&self) -> bool {
        match self.content {
            Content::Subject(_) => self.state == SubjectState::Trained.code(),
            _ => self.state == PublishState::Published.code(),
        }
    }

    /// Stores the resource after a change of the caller.
    pub(super) fn save(&mut self, cx: &Context<'_>) -> Result<(), ApiError> {
        self.updated = Change::now(cx);
        cx.records().put(self)
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Resource>();
}

/// Returns the resources of one kind in a workspace, visible to the caller or not.
pub(super) fn all(cx: &Context<'_>, workspace: &str, kind: &ResourceType) -> Result<Vec<Resource>, ApiError> {
    let query = cx.records::<Resource>().query().filter("kind", kind.code().to_owned());
    query.filter("workspace", workspace.to_owned()).all()
}

/// Returns all resources of a workspace.
pub(super) fn in_workspace(cx: &Context<'_>, workspace: &str) -> Result<Vec<Resource>, ApiError> {
    cx.records::<Resource>().query().filter("workspace", workspace.to_owned()).all()
}

/// Deletes a resource with its grants and rules.
pub(super) fn delete(cx: &Context<'_>, id: &str) -> Result<(), ApiError> {
    sharing::forget(cx, id)?;
    permissions::forget(cx, id)?;
    cx.records::<Resource>().delete(id)?;
    Ok(())
}

/// Rejects a name that another resource of the same kind has in the workspace.
pub(super) fn require_free_name(cx: &Context<'_>, kind: &ResourceType, name: &str, own: &str) -> Result<(), ApiError> {
    let workspace = workspaces::current(cx)?.id;
    let is_taken = all(cx, &workspace, kind)?.iter().any(|other| other.name == name && other.id != own);
    if is_taken { Err(ApiError::invalid(format!("the name {name} is in use"))) } else { Ok(()) }
}

/// Rejects a resource on which another one depends. The error names that one only if the caller may see it.
pub(super) fn require_unused(cx: &Context<'_>, resource: &Resource) -> Result<(), ApiError> {
    let mut others = in_workspace(cx, &resource.workspace)?;
    others.retain(|other| other.content.dependencies().contains(&resource.id));
    if others.is_empty() {
        return Ok(());
    }
    for other in &others {
        if access::rights(cx, other)?.can_see() {
            return Err(ApiError::invalid(format!("{} is used by {}", resource.id, other.id)));
        }
    }
    Err(ApiError::invalid(format!("{} is used by a resource of another user", resource.id)))
}
