//! The lists of IDs and names that tickets are opened with.

pub(crate) mod area_codes;
pub(crate) mod extends_params;
pub(crate) mod problem_types;
mod products;
pub(crate) mod settings;

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    registry.register(area_codes::list).register(products::list).register(products::categories);
    registry.register(problem_types::list).register(problem_types::templates).register(problem_types::severities);
    registry.register(extends_params::list).register(settings::regions).register(settings::dimensions);
    registry.register(settings::limits).register(settings::show);
}
