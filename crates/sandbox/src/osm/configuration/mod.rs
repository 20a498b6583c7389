//! Prerequisites of opening tickets: the configuration lists with their IDs, agreements, verified contacts and privileges.

pub(super) mod agreements;
mod area_codes;
pub(super) mod contacts;
mod extends_params;
pub(super) mod privileges;
mod problem_types;
mod products;
pub(super) mod settings;
pub(super) mod verification;

use crate::sandbox::Sandbox;

pub(super) fn register(sandbox: &Sandbox) {
    sandbox.behaves(area_codes::list).behaves(products::list).behaves(products::categories);
    sandbox.behaves(problem_types::list).behaves(problem_types::templates).behaves(problem_types::severities);
    sandbox.behaves(extends_params::list).behaves(settings::regions).behaves(settings::dimensions);
    sandbox.behaves(settings::limits).behaves(settings::show);
    sandbox.behaves(agreements::show).behaves(agreements::is_signed).behaves(agreements::sign);
    sandbox.behaves(verification::send).behaves(verification::check);
    sandbox.behaves(verification::need).behaves(verification::list);
    sandbox.behaves(privileges::create).behaves(privileges::list).behaves(privileges::policy);
}
