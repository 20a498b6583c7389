//! Queries of tickets and of the people around them.

pub(crate) mod customers;
mod list_case_cc_emails;
mod list_case_counts;
mod list_case_operate_logs;
mod list_cases;
pub(super) mod show_case_detail;
mod show_case_status;
pub(super) mod summary;

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    registry.register(list_cases::list).register(list_case_counts::counts).register(show_case_status::status);
    registry
        .register(show_case_detail::show)
        .register(list_case_cc_emails::list)
        .register(list_case_operate_logs::list);
    customers::register(registry);
}
