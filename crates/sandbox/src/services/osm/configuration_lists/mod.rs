//! The lists of IDs and names that tickets are opened with.

pub(crate) mod list_area_codes;
mod list_case_limits;
pub(crate) mod list_extends_params;
mod list_regions;
pub(crate) mod list_satisfaction_dimensions;
pub(crate) mod problem_types;
mod products;
mod validate;

pub(crate) use validate::check_ids;

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    registry.register(list_area_codes::list).register(list_extends_params::list).register(list_regions::list);
    registry.register(list_satisfaction_dimensions::list).register(list_case_limits::list);
    registry.register(problem_types::list).register(problem_types::templates).register(problem_types::severities);
    registry.register(products::list).register(products::categories);
}
