//! The work of an import.

use std::collections::BTreeMap;

use hwc_models::insight::{Authority, ImportStrategy, ReplaceRule};

use super::file::Package;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::insight::change::Change;
use crate::services::insight::permissions;
use crate::services::insight::resource::{self, Resource};
use crate::services::insight::workspaces::Workspace;

/// Imports the resources of a package into a workspace. `replace` overwrites those that it finds by ID or by name and adds the
/// others; `addNew` adds all of them.
pub(super) fn import(
    cx: &Context<'_>,
    package: Package,
    workspace: &Workspace,
    (strategy, rule): (&ImportStrategy, Option<&ReplaceRule>),
) -> Result<(), ApiError> {
    let by_name = rule == Some(&ReplaceRule::ByName);
    let mut names = BTreeMap::new();
    for mut resource in package.resources {
        let old = resource.id.clone();
        resource.content.rename(&names);
        let replaced = match strategy {
            ImportStrategy::Replace => existing(cx, &resource, workspace, by_name)?,
            ImportStrategy::AddNew => None,
            strategy => return Err(ApiError::invalid(format!("import_strategy {} is unknown", strategy.code()))),
        };
        let id = match replaced {
            Some(former) => replace(cx, &former, resource)?,
            None => add(cx, resource, workspace)?,
        };
        names.insert(old, id);
    }
    for mut rule in package.rules {
        if let Some(dataset) = names.get(&rule.dataset) {
            rule.dataset.clone_from(dataset);
            permissions::add(cx, rule)?;
        }
    }
    Ok(())
}

/// Finds the resource of the workspace that another one replaces.
fn existing(
    cx: &Context<'_>,
    resource: &Resource,
    workspace: &Workspace,
    by_name: bool,
) -> Result<Option<Resource>, ApiError> {
    let same = |other: &Resource| if by_name { other.name == resource.name } else { other.id == resource.id };
    Ok(resource::all(cx, &workspace.id, &resource.kind())?.into_iter().find(same))
}

/// Replaces the content of a resource. The caller needs the right to change it.
fn replace(cx: &Context<'_>, former: &Resource, resource: Resource) -> Result<String, ApiError> {
    let mut former = resource::require(cx, &former.kind(), &former.id, &Authority::Edit)?;
    former.name = free_name(cx, &resource, &former.workspace, &former.id)?;
    former.description = resource.description;
    former.content = resource.content;
    former.save(cx)?;
    Ok(former.id)
}

/// Adds a resource of the caller. It gets another ID and, if its own is taken, another name.
fn add(cx: &Context<'_>, resource: Resource, workspace: &Workspace) -> Result<String, ApiError> {
    let name = free_name(cx, &resource, &workspace.id, "")?;
    let mut added = Resource::new(cx, &name, resource.content)?;
    added.description = resource.description;
    added.state = resource.state;
    added.created = Change::now(cx);
    cx.records().insert(&added)?;
    Ok(added.id)
}

fn free_name(cx: &Context<'_>, resource: &Resource, workspace: &str, own: &str) -> Result<String, ApiError> {
    let others = resource::all(cx, workspace, &resource.kind())?;
    let is_free = |name: &String| others.iter().all(|other| other.name != *name || other.id == own);
    let numbered = (1_u32..).map(|number| format!("{}_{number}", resource.name));
    let free = std::iter::once(resource.name.clone()).chain(numbered).find(is_free);
    free.ok_or_else(|| ApiError::internal("no name is free"))
}
