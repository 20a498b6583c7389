//! The order of lists of resources.

use hwc_models::insight::SortDirection;

use crate::services::insight::resource::Resource;

/// Sorts resources by `name`, `create_date` or `update_date`. Any other key keeps the order of creation.
pub(super) fn sort(resources: &mut [Resource], key: Option<&str>, direction: Option<&SortDirection>) {
    match key.unwrap_or_default() {
        "name" => resources.sort_by(|one, other| one.name.cmp(&other.name)),
        "create_date" | "creation_date" => resources.sort_by_key(|resource| resource.created.at),
        "update_date" => resources.sort_by_key(|resource| resource.updated.at),
        _ => {}
    }
    if direction == Some(&SortDirection::Descending) {
        resources.reverse();
    }
}
