//! The resources of a workspace before or after an import, as its lists show them.

use std::collections::BTreeMap;

use hwc_models::insight::{ListCubeAndCatalogList, ListDataConnection, ListResources, ListSubjects, ResourceType};
use hwc_wire::Paginated;

use super::compare::PackagedResource;
use crate::error::Error;
use crate::workflows::insight::Insight;

/// The page size of the lists.
const PAGE: u32 = 100;

/// A resource of the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListedResource {
    pub(super) id: String,
    pub(super) name: String,
    /// The time of the last change in milliseconds.
    pub(super) updated_at: Option<i64>,
}

/// The resources of the types that a package has. Types without a list are absent.
pub(super) struct Inventory(BTreeMap<ResourceType, Vec<ListedResource>>);

impl Inventory {
    /// Lists the resources of the target, of the types that the package has.
    pub(super) async fn read(target: &Insight, packaged: &[PackagedResource]) -> Result<Self, Error> {
        let mut kinds = BTreeMap::new();
        for resource in packaged {
            if !kinds.contains_key(&resource.kind)
                && let Some(listed) = list(target, &resource.kind).await?
            {
                kinds.insert(resource.kind.clone(), listed);
            }
        }
        Ok(Self(kinds))
    }

    /// Returns the resources of a type, or `None` if it has no list.
    pub(super) fn of(&self, kind: &ResourceType) -> Option<&[ListedResource]> {
        self.0.get(kind).map(Vec::as_slice)
    }
}

/// Lists all resources of a type. Returns `None` for types without a list.
async fn list(target: &Insight, kind: &ResourceType) -> Result<Option<Vec<ListedResource>>, Error> {
    let listed = match kind {
        ResourceType::DataSource => {
            let request = ListDataConnection::new().limit(PAGE);
            collect(target, request, |found| (text(found.id), found.name, found.update_date)).await?
        }
        ResourceType::Dataset => {
            let request = ListCubeAndCatalogList::new().limit(PAGE);
            collect(target, request, |found| (text(found.id), found.name, found.update_date)).await?
        }
        ResourceType::Dashboard | ResourceType::Screen => {
            let request = ListResources::new(kind.clone()).limit(PAGE);
            collect(target, request, |found| (found.id, found.name, found.update_date)).await?
        }
        ResourceType::Subject => {
            let request = ListSubjects::new().limit(PAGE);
            collect(target, request, |found| (text(found.id), found.name, found.update_date)).await?
        }
        _ => return Ok(None),
    };
    Ok(Some(listed))
}

fn text(id: Option<impl ToString>) -> Option<String> {
    id.map(|id| id.to_string())
}

/// Reads all pages. Entries without an ID are ignored.
async fn collect<R: Paginated>(
    target: &Insight,
    request: R,
    read: impl Fn(R::Item) -> (Option<String>, Option<String>, Option<i64>),
) -> Result<Vec<ListedResource>, Error> {
    let (mut items, mut listed) = (target.items(request), Vec::new());
    while let Some(item) = items.try_next().await? {
        if let (Some(id), name, updated_at) = read(item) {
            listed.push(ListedResource { id, name: name.unwrap_or_default(), updated_at });
        }
    }
    Ok(listed)
}
