//! All rows, grouped by kind of fault.

mod answers;
mod bodies;
mod clients;
mod connection;
mod credentials;
mod heads;
mod links;
mod proxies;
mod redirects;
mod secure;
mod statuses;
mod throttle;
mod time;

use crate::row::Group;

/// Returns the groups in the order of the table.
pub(crate) fn all() -> Vec<Group> {
    vec![
        connection::group(),
        secure::group(),
        proxies::group(),
        time::group(),
        heads::group(),
        bodies::group(),
        answers::group(),
        statuses::group(),
        throttle::group(),
        redirects::group(),
        credentials::group(),
        links::group(),
        clients::group(),
    ]
}
