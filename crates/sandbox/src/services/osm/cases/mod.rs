//! Opening, changing and exporting tickets. The states of a ticket and their transitions are in `lifecycle` alone.

pub(crate) mod create_cases;
mod download_cases;
mod extends_param;
mod update_case_contact_info;
pub(crate) mod update_cases;

use crate::runtime::sandbox::Sandbox;
use crate::services::osm::case_queries::customers;

pub(crate) use create_cases::{open, open_as};
pub(crate) use update_cases::update;

pub(super) fn register(sandbox: &Sandbox) {
    sandbox.behaves(create_cases::create).behaves(update_cases::update).behaves(update_cases::score);
    sandbox.behaves(update_case_contact_info::update).behaves(download_cases::download);
    sandbox.behaves(extends_param::create).behaves(extends_param::show).behaves(customers::regions);
}
