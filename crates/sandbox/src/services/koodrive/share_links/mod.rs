//! Share links: the operations of visitors, with and without sign-in. They see the files below the share and nothing else.

mod downloads;
mod extract_codes;
mod files;
mod task_details;
mod tasks;
mod visible;
pub(super) mod visitor;
mod visits;

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    visits::register(registry);
    extract_codes::register(registry);
    files::register(registry);
    downloads::register(registry);
    tasks::register(registry);
    task_details::register(registry);
}
