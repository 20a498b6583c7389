//! Resource packages: an export gives a file with resources and everything below them, and an import takes it. The work of
//! an import is done at once, but its task reports it over time.

mod file;
mod import;
mod task;

use hwc_models::insight::{
    Authority, ExportResource, ExportResourcePackage, ExportResourcePackageResponse, ImportResourcePackage,
    ImportResourcePackageResponse, ResourceType,
};
use hwc_wire::{Binary, Secret};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::runtime::secrets::digest;
use crate::runtime::times;
use crate::services::insight::permissions::{self, Rule};
use crate::services::insight::resource::{self, Resource};
use crate::services::insight::{errors, workspaces};
use file::Package;
pub(super) use task::ImportTask;

pub(super) fn register(registry: &mut Registry) {
    registry.register(export).register(import);
    task::register(registry);
}

/// Exports resources. Dashboards and large screens need the right to export them, others the right to change them, and
/// everything below them a right to see it.
fn export(cx: &mut Context<'_>, request: &ExportResourcePackage) -> Result<ExportResourcePackageResponse, ApiError> {
    if request.name.is_empty() || request.resources.is_empty() {
        return Err(ApiError::invalid("name and resources must not be empty"));
    }
    let workspace = workspaces::current(cx)?;
    let mut resources = Vec::new();
    for wanted in &request.resources {
        let resource = exportable(cx, wanted)?;
        collect(cx, resource, &mut resources)?;
    }
    let with_rules = request.options.as_ref().and_then(|options| options.with_dataset_rules) == Some(true);
    let rules = if with_rules { rules(cx, &resources)? } else { Vec::new() };
    let expires_at = request.expire_days.map(|days| cx.now.saturating_add(i64::from(days) * times::DAY));
    let origin = (workspace.id, workspace.name);
    let content = file::write(&Package { name: request.name.clone(), origin, expires_at, resources, rules })?;
    let mut response = ExportResourcePackageResponse::default();
    response.access_code = Some(Secret::from(access_code(cx, &content)));
    response.package = Binary::from(content);
    Ok(response)
}

fn exportable(cx: &Context<'_>, wanted: &ExportResource) -> Result<Resource, ApiError> {
    let kind = wanted.kind.as_ref().ok_or_else(|| ApiError::invalid("resource_type is required"))?;
    let right = match kind {
        ResourceType::Dashboard | ResourceType::Screen => Authority::Export,
        _ => Authority::Edit,
    };
    resource::require(cx, kind, wanted.id.as_deref().unwrap_or_default(), &right)
}

/// Adds a resource after those that it depends on, unless it is there already.
fn collect(cx: &Context<'_>, resource: Resource, all: &mut Vec<Resource>) -> Result<(), ApiError> {
    for below in resource.content.dependencies() {
        let Some(found) = cx.records::<Resource>().get(&below)? else { continue };
        if !resource::rights(cx, &found)?.can_see() {
            return Err(errors::not_shared());
        }
        collect(cx, found, all)?;
    }
    if all.iter().all(|known| known.id != resource.id) {
        all.push(resource);
    }
    Ok(())
}

/// Returns the rules of datasets. Only those who can change a dataset may see its rules.
fn rules(cx: &Context<'_>, resources: &[Resource]) -> Result<Vec<Rule>, ApiError> {
    let mut rules = Vec::new();
    for resource in resources {
        let of_dataset = permissions::stored(cx, &resource.id)?;
        if !of_dataset.is_empty() && !resource::rights(cx, resource)?.include(&Authority::Edit) {
            return Err(errors::not_shared());
        }
        rules.extend(of_dataset);
    }
    Ok(rules)
}

/// Returns the access code of a package. It follows from the content, so it need not be stored.
fn access_code(cx: &Context<'_>, content: &[u8]) -> String {
    let text: String = content.iter().map(|byte| char::from(*byte)).collect();
    cx.secrets.sign(&format!("package {}", digest(&text))).chars().take(32).collect()
}

/// Imports a package. A code that does not belong to it is refused; it may be absent.
fn import(cx: &mut Context<'_>, request: &ImportResourcePackage) -> Result<ImportResourcePackageResponse, ApiError> {
    let workspace = workspaces::current(cx)?;
    let content = request.file.content.as_ref().map(Binary::as_slice).unwrap_or_default();
    let code = request.access_code.as_ref().map(Secret::expose).filter(|code| !code.is_empty());
    if code.is_some_and(|code| code != access_code(cx, content)) {
        return Err(ApiError::invalid("access_code is wrong"));
    }
    let package = file::read(content).ok_or_else(|| ApiError::invalid("the package is damaged"))?;
    if package.expires_at.is_some_and(|end| end <= cx.now) {
        return Err(ApiError::invalid("the package has expired"));
    }
    let count = package.resources.len();
    let task = task::start(cx, &package, &workspace, (&request.strategy, request.file.file_name.as_str(), count))?;
    import::import(cx, package, &workspace, (&request.strategy, request.replace_rule.as_ref()))?;
    let mut response = ImportResourcePackageResponse::default();
    response.task_id = Some(task.into());
    Ok(response)
}
