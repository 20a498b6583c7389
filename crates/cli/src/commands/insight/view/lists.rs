//! Workspaces, dashboards, tags and embed tickets.

use hwc_api::insight::{Resource, Tag, Ticket, Workspace};
use schemars::JsonSchema;
use serde::Serialize;

use super::{code, millis, text, time};
use crate::ui::text::enum_label;

/// A workspace.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct InsightWorkspace {
    /// The ID of the workspace.
    pub(crate) id: Option<String>,
    /// The name.
    pub(crate) name: Option<String>,
    /// The description.
    pub(crate) description: Option<String>,
    /// The name of the owner.
    pub(crate) owner: Option<String>,
    /// True for the default workspace.
    pub(crate) is_default: Option<bool>,
    /// The ID of the instance.
    pub(crate) instance_id: Option<String>,
    /// The ID of the IAM project.
    pub(crate) project_id: Option<String>,
    /// The ID of the enterprise project.
    pub(crate) enterprise_project_id: Option<String>,
    /// The time of creation.
    #[schemars(extend("format" = "date-time"))]
    pub(crate) created_at: Option<String>,
    /// The time of the last change.
    #[schemars(extend("format" = "date-time"))]
    pub(crate) updated_at: Option<String>,
}

/// A dashboard or a large screen.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct InsightResource {
    /// The ID of the dashboard or large screen.
    pub(crate) id: Option<String>,
    /// The name.
    pub(crate) name: Option<String>,
    /// The state: `unpublished`, `published` or `offline`; for an unknown state, its code.
    pub(crate) status: Option<String>,
    /// The code of the state.
    pub(crate) status_code: Option<i64>,
    /// The name of the user who created it.
    pub(crate) created_by: Option<String>,
    /// The time of creation.
    #[schemars(extend("format" = "date-time"))]
    pub(crate) created_at: Option<String>,
    /// The name of the user who made the last change.
    pub(crate) updated_by: Option<String>,
    /// The time of the last change.
    #[schemars(extend("format" = "date-time"))]
    pub(crate) updated_at: Option<String>,
}

/// A tag of users or groups.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct InsightTag {
    /// The ID of the tag.
    pub(crate) id: Option<String>,
    /// The name.
    pub(crate) name: Option<String>,
    /// The description.
    pub(crate) description: Option<String>,
    /// The holders of the tag, as in `user` or `user-group`.
    pub(crate) target: Option<String>,
}

/// A valid ticket of an embedded analysis, without the ticket itself.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct EmbedTicket {
    /// The ID of the embedded analysis.
    pub(crate) embed_id: Option<String>,
    /// The ID of the user as whom the viewer acts.
    pub(crate) user_id: Option<String>,
    /// The name of that user.
    pub(crate) user: Option<String>,
    /// The origin of that user.
    pub(crate) user_type: Option<String>,
    /// The IDs of the groups in which the viewer acts.
    pub(crate) group_ids: Vec<String>,
    /// The number of remaining uses. `null` if it is unlimited.
    pub(crate) uses_left: Option<u64>,
    /// The time when the ticket expires.
    #[schemars(extend("format" = "date-time"))]
    pub(crate) expires_at: Option<String>,
}

impl From<&Workspace> for InsightWorkspace {
    fn from(workspace: &Workspace) -> Self {
        Self {
            id: text(workspace.id.as_ref()),
            name: workspace.name.clone(),
            description: workspace.description.clone(),
            owner: workspace.owner_name.clone(),
            is_default: workspace.is_default.map(|flag| flag == 1),
            instance_id: text(workspace.instance_id.as_ref()),
            project_id: workspace.project_id.clone(),
            enterprise_project_id: text(workspace.enterprise_project_id.as_ref()),
            created_at: millis(workspace.create_time),
            updated_at: millis(workspace.update_time),
        }
    }
}

impl From<&Resource> for InsightResource {
    fn from(resource: &Resource) -> Self {
        Self {
            id: resource.id.clone(),
            name: resource.name.clone(),
            status: resource.status.map(|state| enum_label(&state)),
            status_code: resource.status.as_ref().and_then(code),
            created_by: resource.create_user_name.clone(),
            created_at: millis(resource.create_date),
            updated_by: resource.update_user_name.clone(),
            updated_at: millis(resource.update_date),
        }
    }
}

impl From<&Tag> for InsightTag {
    fn from(tag: &Tag) -> Self {
        Self {
            id: text(tag.id.as_ref()),
            name: tag.name.clone(),
            description: tag.description.clone(),
            target: tag.target.as_ref().map(enum_label),
        }
    }
}

impl From<&Ticket> for EmbedTicket {
    fn from(ticket: &Ticket) -> Self {
        Self {
            embed_id: text(ticket.embed_id.as_ref()),
            user_id: text(ticket.user_id.as_ref()),
            user: ticket.user_name.clone(),
            user_type: ticket.user_type.as_ref().map(enum_label),
            group_ids: ticket.group_ids.iter().map(ToString::to_string).collect(),
            uses_left: ticket.left_num,
            expires_at: time(ticket.expire_time.as_ref()),
        }
    }
}
