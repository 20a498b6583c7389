//! Attachments of messages and reports: uploads, limits and downloads.

pub(super) mod accessories;
mod downloads;
mod limits;

use crate::sandbox::Sandbox;

pub(super) fn register(sandbox: &Sandbox) {
    sandbox.behaves(accessories::upload_form).behaves(accessories::upload_json).behaves(accessories::delete);
    sandbox.behaves(limits::show).behaves(downloads::download).behaves(downloads::image);
    sandbox.behaves(downloads::links).behaves(downloads::link);
}
