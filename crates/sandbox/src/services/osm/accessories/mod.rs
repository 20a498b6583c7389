//! Attachments of messages and reports: uploads, limits and downloads.

mod delete_accessories;
mod downloads;
mod limits;
pub(crate) mod uploads;

use crate::runtime::registry::Registry;

pub(super) fn register(registry: &mut Registry) {
    registry.register(uploads::upload_form).register(uploads::upload_json).register(delete_accessories::delete);
    registry.register(limits::show).register(downloads::download).register(downloads::image);
    registry.register(downloads::links).register(downloads::link);
}
