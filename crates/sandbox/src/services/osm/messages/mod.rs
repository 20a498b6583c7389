//! Messages of customers and engineers on tickets, in two variants: lists for pages, and updates for chat programs.

mod conversation;
pub(crate) mod engineers;
mod instant;
mod rows;

pub(crate) use instant::read_until;
pub(crate) use rows::{find, in_detail};

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    registry.register(conversation::create).register(conversation::list).register(conversation::revoke);
    registry.register(instant::more).register(instant::new);
    registry.register(instant::count_unread).register(instant::mark_read);
}
