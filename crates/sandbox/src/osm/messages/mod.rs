//! Messages of customers and engineers on tickets, in two variants: lists for pages, and updates for chat programs.

mod conversation;
pub(super) mod engineers;
mod instant;
mod rows;

pub(super) use instant::read_until;
pub(super) use rows::{find, in_detail};

use crate::sandbox::Sandbox;

pub(super) fn register(sandbox: &Sandbox) {
    sandbox.behaves(conversation::create).behaves(conversation::list).behaves(conversation::revoke);
    sandbox.behaves(instant::more).behaves(instant::new);
    sandbox.behaves(instant::count_unread).behaves(instant::mark_read);
}
