//! DataArts Insight.

mod assistants;
pub(crate) mod change;
mod dashboards;
mod data_sources;
pub(crate) mod datasets;
pub(crate) mod embed_page;
pub(crate) mod embeddings;
mod errors;
mod export_settings;
mod instances;
mod listing;
pub(crate) mod overview;
pub(crate) mod passes;
pub(crate) mod people;
mod permissions;
mod publishing;
pub(crate) mod resource;
mod resource_packages;
mod resources;
mod screens;
mod sharing;
pub(crate) mod tickets;
mod user_tags;
pub(crate) mod workspaces;

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<people::UserGroup>();
    let groups = [
        assistants::register,
        dashboards::register,
        data_sources::register,
        datasets::register,
        embeddings::register,
        export_settings::register,
        instances::register,
        resource_packages::register,
        passes::register,
        permissions::register,
        resource::register,
        resources::register,
        screens::register,
        sharing::register,
        tickets::register,
        user_tags::register,
        workspaces::register,
    ];
    for register in groups {
        register(registry);
    }
}
