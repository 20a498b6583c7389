//! Messages of customers and engineers on tickets, in two variants: lists for pages, and updates for chat programs.

mod conversation;
pub(crate) mod engineers;
mod instant;
mod rows;

pub(crate) use instant::read_until;
pub(crate) use rows::{find, in_detail};

use crate::runtime::sandbox::Sandbox;

pub(super) fn register(sandbox: &Sandbox) {
    sandbox.behaves(conversation::create).behaves(conversation::list).behaves(conversation::revoke);
    sandbox.behaves(instant::more).behaves(instant::new);
    sandbox.behaves(instant::count_unread).behaves(instant::mark_read);
}
