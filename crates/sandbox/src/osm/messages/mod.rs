//! What customers and engineers write on tickets, in two dialects of the same: lists for a page, and news for a program that
//! keeps a conversation on screen.

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
