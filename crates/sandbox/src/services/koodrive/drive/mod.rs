//! The files and folders of the spaces: their records, their tree, the recycle bin, the rights of callers and the events of
//! changes. Handlers check the rights with `access` first. The functions of `tree` and `recycle_bin` check everything else.

pub(crate) mod access;
pub(crate) mod content;
pub(crate) mod events;
pub(crate) mod favorites;
mod file_item;
mod file_types;
pub(crate) mod members;
pub(crate) mod names;
mod node;
pub(crate) mod quota;
pub(crate) mod recycle_bin;
mod rights;
pub(crate) mod stats;
#[cfg(test)]
mod tests;
pub(crate) mod tree;

pub(crate) use file_item::{file_item, file_user};
pub(crate) use node::{NewNode, Node, Recycled};

use crate::runtime::registry::Registry;

/// Registers the records of files, events, favorites and members of groups.
pub(super) fn register(registry: &mut Registry) {
    registry.store::<Node>().store::<events::Event>().store::<favorites::Favorite>().store::<members::GroupMember>();
}
