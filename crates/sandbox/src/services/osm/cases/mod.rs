//! Opening, changing and exporting tickets. The states of a ticket and their transitions are in `lifecycle` alone.

pub(crate) mod create_cases;
mod download_cases;
mod extends_param;
mod update_case_contact_info;
pub(crate) mod update_cases;

use crate::runtime::registry::Registry;
use crate::services::osm::case_queries::customers;

pub(crate) use create_cases::{open, open_as};
pub(crate) use update_cases::update;

pub(super) fn register(registry: &mut Registry) {
    registry.register(create_cases::create).register(update_cases::update).register(update_cases::score);
    registry.register(update_case_contact_info::update).register(download_cases::download);
    registry.register(extends_param::create).register(extends_param::show).register(customers::regions);
}
