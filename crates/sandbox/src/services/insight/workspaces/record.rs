//! The record of a workspace.

use std::collections::BTreeMap;

use hwc_models::insight::Workspace as WorkspaceModel;
use hwc_wire::MapOrText;
use serde::{Deserialize, Serialize};

use super::DEFAULT;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::services::insight::change::Change;
use crate::services::insight::{instances, people};

/// The time at which the default workspace was created: 2025-01-01T00:00:00Z.
const DEFAULT_CREATED_AT: i64 = 1_735_689_600_000;

/// A stored workspace.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Workspace {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) configs: BTreeMap<String, String>,
    pub(crate) enterprise_project: String,
    /// The users and groups who are members besides the owner.
    pub(crate) members: Vec<String>,
    /// The creation. Its user is the owner.
    pub(crate) created: Change,
    pub(crate) updated: Change,
}

impl StoredRecord for Workspace {
    const KIND: &'static str = "insight.workspace";
    const OWNER: Owner = Owner::Project;

    fn key(&self) -> &str {
        &self.id
    }
}

impl Workspace {
    /// Returns the default workspace as it is before its first change.
    pub(super) fn default_of((user, name): (&str, &str)) -> Self {
        let created = Change { user: user.to_owned(), user_name: name.to_owned(), at: DEFAULT_CREATED_AT };
        Self {
            id: DEFAULT.to_owned(),
            name: "default".to_owned(),
            description: None,
            configs: BTreeMap::from([("default_dataset_permission".to_owned(), "1".to_owned())]),
            enterprise_project: "0".to_owned(),
            members: Vec::new(),
            updated: created.clone(),
            created,
        }
    }

    pub(super) fn is_default(&self) -> bool {
        self.id == DEFAULT
    }

    /// Returns true if a user with these IDs, of the user and of the groups, may use the workspace.
    pub(super) fn is_open_to(&self, holders: &[String]) -> bool {
        let is_member = |holder: &String| *holder == self.created.user || self.members.contains(holder);
        self.is_default() || holders.iter().any(is_member)
    }

    /// Returns true if the user is the owner of the workspace.
    pub(crate) fn is_owned_by(&self, user: &str) -> bool {
        self.created.user == user
    }

    pub(super) fn into_model(self, cx: &Context<'_>) -> WorkspaceModel {
        let mut model = WorkspaceModel::default();
        model.is_default = Some(u32::from(self.is_default()));
        model.configs = Some(MapOrText::Map(self.configs));
        model.create_time = Some(self.created.at);
        model.create_user = Some(self.created.user.into());
        model.description = self.description;
        model.domain_id = Some(people::account(cx).domain_id.to_owned());
        model.enterprise_project_id = Some(self.enterprise_project.into());
        model.id = Some(self.id.into());
        model.instance_id = Some(instances::ID.into());
        model.name = Some(self.name);
        model.owner_name = Some(self.created.user_name);
        model.project_id = Some(cx.settings.project_id().to_owned());
        model.update_time = Some(self.updated.at);
        model.update_user = Some(self.updated.user.into());
        model
    }
}
