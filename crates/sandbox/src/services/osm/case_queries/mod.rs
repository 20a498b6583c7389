//! Queries of tickets and of the people around them.

pub(crate) mod customers;
mod list_cases;
pub(crate) mod show_case_detail;
mod summary;

use crate::runtime::sandbox::Sandbox;
use crate::services::osm::{cc_emails, log};

pub(super) fn register(sandbox: &Sandbox) {
    sandbox.behaves(list_cases::list).behaves(list_cases::list_old).behaves(list_cases::counts);
    sandbox.behaves(list_cases::status).behaves(show_case_detail::show).behaves(cc_emails::list).behaves(log::list);
    sandbox.behaves(customers::agencies).behaves(customers::sub_customers);
    sandbox.behaves(customers::privilege).behaves(customers::partner);
}
