//! Synchronization directories: folders whose changes clients follow. Each change of the tree becomes an entry of the feed of
//! every directory around it, so a client that follows from a cursor loses nothing and reads nothing twice.

mod changes;
mod devices;
mod directory;
mod feed;
mod policy;
mod sync_file;
mod walk;

pub(crate) use devices::{current as current_device, session};
pub(crate) use directory::mark_first;
pub(crate) use feed::observe;

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<directory::SyncDir>().store::<feed::Entry>().store::<devices::Device>();
    registry.store::<policy::StoredPolicy>();
    registry.register(directory::create).register(directory::close);
    registry.register(changes::start_cursor).register(changes::list).register(walk::walk);
}
