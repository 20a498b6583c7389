//! Labels that customers sort their tickets by: those of an account, and those on a ticket.

mod of_account;
mod of_cases;

pub(super) use of_cases::put;

use crate::sandbox::Sandbox;

pub(super) fn register(sandbox: &Sandbox) {
    sandbox.behaves(of_account::create).behaves(of_account::list);
    sandbox.behaves(of_account::update).behaves(of_account::delete);
    sandbox.behaves(of_cases::create).behaves(of_cases::list).behaves(of_cases::delete);
}
