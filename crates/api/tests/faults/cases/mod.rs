//! All cases, grouped by kind of fault.

mod bodies;
mod clients;
mod connection;
mod credentials;
mod headers;
mod presigned_urls;
mod proxies;
mod redirects;
mod responses;
mod statuses;
mod throttling;
mod timeouts;
mod tls;

use crate::fault_case::Group;

/// Returns the groups in the order of the table.
pub(crate) fn all() -> Vec<Group> {
    vec![
        connection::group(),
        tls::group(),
        proxies::group(),
        timeouts::group(),
        headers::group(),
        bodies::group(),
        responses::group(),
        statuses::group(),
        throttling::group(),
        redirects::group(),
        credentials::group(),
        presigned_urls::group(),
        clients::group(),
    ]
}
