//! The used part of a space, and its capacity. Files in the recycle bin and older versions count.

use hwc_models::koodrive::Space;
use rusqlite::OptionalExtension;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::Owner;
use crate::services::koodrive::{refused, spaces};

/// The unit of a capacity in bytes: 1 GB.
pub(crate) const UNIT: u64 = 1 << 30;

/// Returns the used bytes of a space.
pub(crate) fn used(cx: &Context<'_>, space: &str) -> Result<u64, ApiError> {
    // Triggers count the bytes of the records of files.
    let sql = "SELECT bytes FROM space_usage WHERE owner = ?1 AND space = ?2";
    let bytes = cx.db.prepare_cached(sql)?.query_row((Owner::COMPANY, space), |row| row.get::<_, i64>(0)).optional()?;
    Ok(bytes.unwrap_or_default().unsigned_abs())
}

/// Checks that a space has room for more bytes.
///
/// # Errors
/// Returns 13000311 if it is too full.
pub(crate) fn require(cx: &Context<'_>, space: &Space, more: u64) -> Result<(), ApiError> {
    let Some(capacity) = space.capacity.filter(|_| more > 0) else {
        return Ok(());
    };
    let needed = used(cx, spaces::id(space))?.saturating_add(more);
    if needed <= capacity.saturating_mul(UNIT) { Ok(()) } else { Err(refused("13000311")) }
}
