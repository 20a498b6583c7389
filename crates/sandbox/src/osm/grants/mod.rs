//! Access to resources of the customer, requested by engineers: the states of a grant, and the actions of engineers on
//! hosts, which they reach through a bastion host.

mod actions;
mod bastion;
mod queries;
pub(super) mod sessions;
mod states;
mod stored;

pub(super) use stored::{HOSTS, ask, ask_for_access, next_id, recall, settle};

use crate::sandbox::Sandbox;

pub(super) fn register(sandbox: &Sandbox) {
    sandbox.behaves(queries::list).behaves(queries::show).behaves(queries::login_type);
    sandbox.behaves(actions::confirm).behaves(actions::update).behaves(actions::check_host);
    sandbox.behaves(bastion::sessions).behaves(bastion::commands).behaves(bastion::transfers);
}
