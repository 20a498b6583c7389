//! Opening, changing and exporting tickets. The states of a ticket and their transitions are in `lifecycle` alone.

mod case_extends_param;
mod create_cases;
pub(super) mod create_scores;
mod download_cases;
mod list_customers_regions;
mod update_case_contact_info;
mod update_cases;

use crate::runtime::registry::Registry;

pub(crate) use create_cases::{open, open_as};
pub(crate) use update_cases::update;

pub(super) fn register(registry: &mut Registry) {
    registry.register(create_cases::create).register(update_cases::update).register(create_scores::create);
    registry.register(update_case_contact_info::update).register(download_cases::download);
    registry.register(case_extends_param::create).register(case_extends_param::show);
    registry.register(list_customers_regions::list);
}
