//! The rules of the settings that creating and changing a share have in common.

use hwc_models::koodrive::ShareScope;
use hwc_wire::Secret;

use super::record::Share;
use crate::runtime::api_error::ApiError;
use crate::runtime::times::DAY;

/// The longest message to the recipients, in characters.
const COMMENT_LENGTH: usize = 511;

/// Sets the extraction code, unless it is `None`. An empty code removes it.
pub(super) fn set_extract_code(share: &mut Share, code: Option<&Secret>) {
    if let Some(code) = code {
        share.extract_code = Some(code.expose().to_owned()).filter(|code| !code.is_empty());
    }
}

/// Sets the message, unless it is `None`.
///
/// # Errors
/// Returns an error if it is too long.
pub(super) fn set_comment(share: &mut Share, comment: Option<&str>) -> Result<(), ApiError> {
    let Some(comment) = comment else {
        return Ok(());
    };
    if comment.chars().count() > COMMENT_LENGTH {
        return Err(ApiError::invalid(format!("comment must have at most {COMMENT_LENGTH} characters")));
    }
    share.comment = Some(comment.to_owned()).filter(|comment| !comment.is_empty());
    Ok(())
}

/// Sets the validity, which begins now.
pub(super) fn set_valid_days(share: &mut Share, days: u32, now: i64) {
    share.valid_days = days;
    share.expires_at = now + i64::from(days) * DAY;
}

/// Checks that a share has recipients if it is for named people, and none otherwise.
///
/// # Errors
/// Returns an error if not.
pub(super) fn require_recipients(share: &Share) -> Result<(), ApiError> {
    match (share.scope() == ShareScope::Named, share.recipients.is_empty()) {
        (true, true) => Err(ApiError::invalid("scope 3 requires departments, groups, users or phone numbers")),
        (false, false) => Err(ApiError::invalid("departments, groups, users and phone numbers require scope 3")),
        _ => Ok(()),
    }
}
