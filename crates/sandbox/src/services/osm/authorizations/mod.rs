//! Access to resources of the customer, requested by engineers: the states of a grant, and the actions of engineers on
//! hosts, which they reach through a bastion host.

mod actions;
mod bastion;
mod grant;
mod queries;
pub(crate) mod sessions;
mod states;

pub(crate) use grant::{HOSTS, insert, next_id, request_access, revoke};

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    registry.register(queries::list).register(queries::show).register(queries::login_type);
    registry.register(actions::confirm).register(actions::update).register(actions::check_host);
    registry.register(bastion::sessions).register(bastion::commands).register(bastion::transfers);
}
