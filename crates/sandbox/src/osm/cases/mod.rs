//! Tickets: opening them, actions, lists, exports, links, and related people. The states of a ticket and their transitions
//! are in `life` alone.

mod actions;
mod contact_info;
mod copies;
mod detail;
mod export;
mod extension;
pub(super) mod life;
mod listed;
mod lists;
mod opening;
mod people;
mod quotas;
mod relations;
mod search;
mod ticket;

pub(super) use actions::update;
pub(super) use opening::{open, open_as};

use crate::sandbox::Sandbox;

pub(super) fn register(sandbox: &Sandbox) {
    sandbox.behaves(opening::create).behaves(actions::update).behaves(actions::score).behaves(contact_info::update);
    sandbox.behaves(extension::create).behaves(extension::show).behaves(export::download);
    sandbox.behaves(lists::list).behaves(lists::list_old).behaves(lists::counts);
    sandbox.behaves(lists::status).behaves(detail::show).behaves(copies::list);
    sandbox.behaves(people::regions).behaves(people::agencies).behaves(people::sub_customers);
    sandbox.behaves(people::privilege).behaves(people::partner).behaves(quotas::list);
    sandbox.behaves(relations::create).behaves(relations::list).behaves(relations::delete);
}
