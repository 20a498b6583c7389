//! Queries of tickets and of the people around them.

pub(crate) mod customers;
mod list_cases;
pub(crate) mod show_case_detail;
mod summary;

use crate::runtime::registry::Registry;
use crate::services::osm::{cc_emails, log};

pub(super) fn register(registry: &mut Registry) {
    registry.register(list_cases::list).register(list_cases::list_old).register(list_cases::counts);
    registry
        .register(list_cases::status)
        .register(show_case_detail::show)
        .register(cc_emails::list)
        .register(log::list);
    registry.register(customers::agencies).register(customers::sub_customers);
    registry.register(customers::privilege).register(customers::partner);
}
