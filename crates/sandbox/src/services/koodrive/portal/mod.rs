//! The collaboration portal: the files that the caller used recently, and the actions of others that concern the caller.

mod recent;
mod related;

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    registry.register(recent::list).register(related::list);
}
