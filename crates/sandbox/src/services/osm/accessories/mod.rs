//! Attachments of messages and reports: uploads, limits and downloads.

mod downloads;
mod limits;
pub(crate) mod uploads;

use crate::runtime::sandbox::Sandbox;

pub(super) fn register(sandbox: &Sandbox) {
    sandbox.behaves(uploads::upload_form).behaves(uploads::upload_json).behaves(uploads::delete);
    sandbox.behaves(limits::show).behaves(downloads::download).behaves(downloads::image);
    sandbox.behaves(downloads::links).behaves(downloads::link);
}
