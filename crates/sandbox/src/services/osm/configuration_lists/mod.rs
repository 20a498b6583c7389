//! The lists of IDs and names that tickets are opened with.

pub(crate) mod area_codes;
pub(crate) mod extends_params;
pub(crate) mod problem_types;
mod products;
pub(crate) mod settings;

use crate::runtime::sandbox::Sandbox;

pub(super) fn register(sandbox: &Sandbox) {
    sandbox.behaves(area_codes::list).behaves(products::list).behaves(products::categories);
    sandbox.behaves(problem_types::list).behaves(problem_types::templates).behaves(problem_types::severities);
    sandbox.behaves(extends_params::list).behaves(settings::regions).behaves(settings::dimensions);
    sandbox.behaves(settings::limits).behaves(settings::show);
}
