//! Files that go with messages and reports: taking them, what they have to keep to, and giving them out again.

pub(super) mod accessories;
mod downloads;
mod limits;

use crate::sandbox::Sandbox;

pub(super) fn register(sandbox: &Sandbox) {
    sandbox.behaves(accessories::upload_form).behaves(accessories::upload_json).behaves(accessories::delete);
    sandbox.behaves(limits::show).behaves(downloads::download).behaves(downloads::image);
    sandbox.behaves(downloads::links).behaves(downloads::link);
}
