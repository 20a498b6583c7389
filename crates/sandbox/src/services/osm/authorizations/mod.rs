//! Access to resources of the customer, requested by engineers: the states of a grant, and the actions of engineers on
//! hosts, which they reach through a bastion host.

mod bastion_histories;
mod check_hosts;
mod confirm_authorizations;
mod grant;
mod list_authorizations;
pub(crate) mod sessions;
mod show_authorization_detail;
mod show_login_type;
mod states;
mod update_authorizations;

pub(super) use grant::expire_grants;
pub(crate) use grant::{HOSTS, insert, next_id, request_access, revoke};

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    registry.register(list_authorizations::list).register(show_authorization_detail::show);
    registry.register(check_hosts::check_host).register(confirm_authorizations::confirm);
    registry.register(update_authorizations::update).register(show_login_type::login_type);
    registry.register(bastion_histories::sessions).register(bastion_histories::commands);
    registry.register(bastion_histories::transfers);
}
