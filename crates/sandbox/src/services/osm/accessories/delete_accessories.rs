//! Deletion of attachments.

use hwc_models::osm::{DeleteAccessories, DeleteAccessoriesResponse};
use rusqlite::OptionalExtension;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::accessories::uploads::{discard, unknown};
use crate::services::osm::rejected;

/// Deletes an attachment, unless a message or a report uses it.
pub(super) fn delete(cx: &mut Context<'_>, request: &DeleteAccessories) -> Result<DeleteAccessoriesResponse, ApiError> {
    let id = request.accessory_id.as_str();
    let found = cx
        .db
        .prepare_cached(
            "SELECT message IS NOT NULL OR EXISTS (SELECT 1 FROM feedback_files WHERE accessory = accessories.id)
             FROM accessories WHERE id = ?1 AND customer = ?2 AND object IS NOT NULL",
        )?
        .query_row((id, cx.customer()), |row| row.get(0))
        .optional()?;
    match found {
        None => Err(unknown("accessory_id")),
        Some(true) => Err(rejected("The attachment is in use.")),
        Some(false) => discard(cx, id).map(|()| DeleteAccessoriesResponse::default()),
    }
}
