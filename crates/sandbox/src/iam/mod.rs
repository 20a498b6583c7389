//! Identity and Access Management.

mod tokens;

use crate::sandbox::Sandbox;

pub(crate) fn register(sandbox: &Sandbox) {
    sandbox.behaves(tokens::create);
}
