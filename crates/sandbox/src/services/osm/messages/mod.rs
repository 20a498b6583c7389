//! Messages of customers and engineers on tickets, in two variants: lists for pages, and updates for chat programs.

mod create_messages;
pub(crate) mod engineers;
mod instant_messages;
mod list_messages;
mod revoke_message;
mod rows;

pub(crate) use instant_messages::read_until;
pub(crate) use rows::{find, in_detail};

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    registry.register(create_messages::create).register(list_messages::list).register(revoke_message::revoke);
    registry.register(instant_messages::more).register(instant_messages::new);
    registry.register(instant_messages::count_unread).register(instant_messages::mark_read);
}
