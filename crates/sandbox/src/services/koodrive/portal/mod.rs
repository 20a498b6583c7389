//! The collaboration portal: the files that the caller used recently, and what others did with files that concerns the caller.

mod recent;

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    registry.register(recent::list);
}
