//! Files: creating folders, details, names, tags, search, operations and the recycle bin.

mod details;
mod directories;
mod found_file;
mod operations;
mod recycle_bin;
mod renames;
mod search;
mod tags;

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    details::register(registry);
    directories::register(registry);
    operations::register(registry);
    recycle_bin::register(registry);
    renames::register(registry);
    search::register(registry);
    tags::register(registry);
}
