//! Labels that customers sort their tickets by: those of an account, and those on a ticket.

mod account_labels;
mod ticket_labels;

pub(crate) use ticket_labels::put;

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    registry.register(account_labels::create).register(account_labels::list);
    registry.register(account_labels::update).register(account_labels::delete);
    registry.register(ticket_labels::create).register(ticket_labels::list).register(ticket_labels::delete);
}
