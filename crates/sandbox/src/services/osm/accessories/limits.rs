//! Limits of attachments: number, size, file type, and upload volume per day.

use hwc_models::osm::{AccessoryLimits, ShowAccessoryLimits, ShowAccessoryLimitsResponse};
use hwc_wire::UtcOffset;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times::DAY;
use crate::services::osm::{business, rejected};

/// The maximum number of attachments of a message, from the reference's example.
const MOST: usize = 5;

/// The maximum size of a file in MB of 1,048,576 bytes, from the reference's example.
const LARGEST: u32 = 4;

/// The accepted file extensions.
const ENDINGS: &str = "jpg,jpeg,bmp,png,gif,txt,zip,docx,msg,eml,xlsx,pdf,log,ini,mp4,mov";

/// The upload volume per day in bytes. No source documents it.
const VOLUME: i64 = 50 << 20;

pub(super) fn show(
    _cx: &mut Context<'_>,
    _request: &ShowAccessoryLimits,
) -> Result<ShowAccessoryLimitsResponse, ApiError> {
    let mut limits = AccessoryLimits::default();
    limits.limit_count = u32::try_from(MOST).ok();
    limits.limit_size = Some(LARGEST);
    limits.limit_file_type = Some(ENDINGS.to_owned());
    let mut response = ShowAccessoryLimitsResponse::default();
    response.accessory_limit = Some(limits);
    Ok(response)
}

/// Returns an error for more attachments than a message can have.
pub(super) fn check_count(count: usize) -> Result<(), ApiError> {
    if count > MOST {
        Err(rejected(&format!("accessory_ids has {count} attachments, at most {MOST}.")))
    } else {
        Ok(())
    }
}

/// Returns an error for a file that is too large, has another type or exceeds the volume of the day.
pub(super) fn check_file(cx: &Context<'_>, name: &str, size: usize) -> Result<(), ApiError> {
    // A name without extension is accepted, because the reference's own example has one.
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    if ending.is_some_and(|ending| !ENDINGS.split(',').any(|known| known == ending)) {
        return Err(rejected("Files of this type are not accepted."));
    }
    if size == 0 {
        return Err(rejected("The file is empty."));
    }
    if size > (LARGEST as usize) << 20 {
        return Err(rejected(&format!("The file has more than {LARGEST} MB.")));
    }
    check_volume(cx, size)
}

/// Checks the upload volume of the day, which includes deleted files. The day begins at midnight in China.
fn check_volume(cx: &Context<'_>, size: usize) -> Result<(), ApiError> {
    let away = UtcOffset::CHINA.millis();
    let midnight = (cx.now + away).div_euclid(DAY) * DAY - away;
    let mut sum = cx
        .db
        .prepare_cached("SELECT coalesce(sum(size), 0) FROM accessories WHERE customer = ?2 AND uploaded_at >= ?1")?;
    let uploaded: i64 = sum.query_row((midnight, cx.customer()), |row| row.get(0))?;
    let fits = i64::try_from(size).is_ok_and(|size| uploaded + size <= VOLUME);
    if fits { Ok(()) } else { Err(business("OSM.01010005", "The volume of uploads for today is used up.")) }
}
