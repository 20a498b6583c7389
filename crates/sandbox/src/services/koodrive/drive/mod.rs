//! The files and folders of the spaces: their records, their tree, the recycle bin, the rights of callers and the events of
//! changes. Handlers check the rights with `access` first. The functions of `tree` and `recycle_bin` check everything else.

pub(crate) mod access;
pub(crate) mod bin_clearing;
pub(crate) mod content;
pub(crate) mod events;
pub(crate) mod favorites;
mod file_item;
mod file_rights;
mod file_types;
pub(crate) mod grants;
pub(crate) mod members;
pub(crate) mod names;
mod node;
pub(crate) mod quota;
pub(crate) mod recycle_bin;
pub(crate) mod revisions;
mod rights;
pub(crate) mod shared_folder;
pub(crate) mod stats;
#[cfg(test)]
mod tests;
pub(crate) mod tree;
pub(crate) mod unused;
pub(crate) mod uploads;

pub(crate) use file_item::{file_item, file_user};
pub(crate) use node::{NewNode, Node, Recycled};

use crate::runtime::registry::Registry;

/// Registers the records of files, events, favorites, grants, members of groups and shared folders.
pub(super) fn register(registry: &mut Registry) {
    registry
        .store::<Node>()
        .store::<events::Event>()
        .store::<bin_clearing::BinClearing>()
        .store::<favorites::Favorite>()
        .store::<grants::Grant>()
        .store::<members::GroupMember>()
        .store::<shared_folder::SharedFolder>();
    registry.store::<unused::Unused>();
}
