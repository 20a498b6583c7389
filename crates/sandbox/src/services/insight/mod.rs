//! DataArts Insight.

pub(crate) mod tickets;

use crate::runtime::sandbox::Sandbox;

pub(crate) fn register(sandbox: &Sandbox) {
    sandbox.behaves(tickets::create).behaves(tickets::list);
}
