//! The comparison of the target before and after an import.

use std::collections::BTreeSet;

use hwc_models::insight::{
    ExportResource, ImportStrategy, ReplaceRule, ResourceDependencies, ResourceReference, ResourceType,
    ShowResourceRelationships,
};

use super::inventory::{Inventory, ListedResource};
use super::{PromotedResource, ResourceChange};
use crate::calls::TaskResult;
use crate::error::Error;
use crate::workflows::insight::Insight;

/// A resource that a package has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PackagedResource {
    pub(super) kind: ResourceType,
    pub(super) id: String,
    pub(super) name: String,
}

/// Returns the resources that a package will have: the chosen ones and everything that they depend on.
pub(super) async fn packaged(source: &Insight, chosen: &[ExportResource]) -> Result<Vec<PackagedResource>, Error> {
    let reference = |resource: &ExportResource| {
        let mut reference = ResourceReference::default();
        reference.kind.clone_from(&resource.kind);
        reference.id.clone_from(&resource.id);
        reference
    };
    let trees = source.call(ShowResourceRelationships::new(chosen.iter().map(reference))).await?.resources;
    let mut packaged = Vec::new();
    trees.into_iter().for_each(|tree| flatten(tree, &mut packaged));
    for resource in chosen {
        let (Some(kind), Some(id)) = (resource.kind.clone(), resource.id.clone()) else { continue };
        if !packaged.iter().any(|known| known.kind == kind && known.id == id) {
            packaged.push(PackagedResource { kind, name: id.clone(), id });
        }
    }
    Ok(packaged)
}

/// Adds a resource after those that it depends on, unless it is there already.
fn flatten(tree: ResourceDependencies, packaged: &mut Vec<PackagedResource>) {
    tree.dependencies.into_iter().for_each(|below| flatten(below, packaged));
    let (Some(kind), Some(id)) = (tree.kind, tree.id) else { return };
    if !packaged.iter().any(|known| known.kind == kind && known.id == id) {
        packaged.push(PackagedResource { kind, name: tree.name.unwrap_or_else(|| id.clone()), id });
    }
}

/// Compares the target before and after an import.
pub(super) fn compare(
    packaged: Vec<PackagedResource>,
    before: &Inventory,
    after: Option<&Inventory>,
    (strategy, rule): (&ImportStrategy, Option<&ReplaceRule>),
    result: TaskResult,
) -> Vec<PromotedResource> {
    let mut matched = BTreeSet::new();
    let replaces = *strategy == ImportStrategy::Replace;
    let compared = packaged.into_iter().map(|resource| {
        let lists = after.and_then(|after| before.of(&resource.kind).zip(after.of(&resource.kind)));
        let Some((before, after)) = lists else { return promoted(resource, None, ResourceChange::Unknown) };
        let former = before.iter().find(|former| replaces && is_same(former, &resource, rule));
        let replaced = former.and_then(|former| after.iter().find(|now| now.id == former.id).map(|now| (former, now)));
        if let Some((former, now)) = replaced
            && (result == TaskResult::Succeeded || now != former)
        {
            return promoted(resource, Some(now), ResourceChange::Replaced);
        }
        let is_new = |now: &&ListedResource| before.iter().all(|former| former.id != now.id);
        let new = after.iter().filter(is_new).filter(|now| !matched.contains(&now.id));
        let found = best_match(new, &resource);
        matched.extend(found.map(|found| found.id.clone()));
        promoted(resource, found, if found.is_some() { ResourceChange::Added } else { ResourceChange::Failed })
    });
    compared.collect()
}

/// Returns true if an import with this rule overwrites a resource of the target.
fn is_same(former: &ListedResource, resource: &PackagedResource, rule: Option<&ReplaceRule>) -> bool {
    match rule {
        Some(ReplaceRule::ByName) => former.name == resource.name,
        _ => former.id == resource.id,
    }
}

/// Finds the new resource that stands for one of the package: the one with its name, or a name that begins with it, since a
/// service may change a name that is taken.
fn best_match<'a>(
    new: impl Iterator<Item = &'a ListedResource>,
    resource: &PackagedResource,
) -> Option<&'a ListedResource> {
    let named = new.filter(|now| now.name.starts_with(&resource.name));
    named.min_by_key(|now| now.name.len())
}

fn promoted(resource: PackagedResource, target: Option<&ListedResource>, change: ResourceChange) -> PromotedResource {
    let PackagedResource { kind, id, name } = resource;
    PromotedResource { kind, source_id: id, name, target_id: target.map(|target| target.id.clone()), change }
}
