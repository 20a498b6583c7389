//! Labels that customers sort their tickets by: those of an account, and those on a ticket.

mod account_labels;
mod ticket_labels;

pub(crate) use ticket_labels::put;

use crate::runtime::sandbox::Sandbox;

pub(super) fn register(sandbox: &Sandbox) {
    sandbox.behaves(account_labels::create).behaves(account_labels::list);
    sandbox.behaves(account_labels::update).behaves(account_labels::delete);
    sandbox.behaves(ticket_labels::create).behaves(ticket_labels::list).behaves(ticket_labels::delete);
}
