//! Files: creating folders, details, names, tags, search, operations, batches and the recycle bin.

mod batch;
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
    batch::register(registry);
    details::register(registry);
    directories::register(registry);
    operations::register(registry);
    recycle_bin::register(registry);
    renames::register(registry);
    search::register(registry);
    tags::register(registry);
}
