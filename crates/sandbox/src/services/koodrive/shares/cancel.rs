//! Canceling shares. The files stay.

use hwc_models::koodrive::{BatchCancel, BatchCancelResponse, ShareId, ShareResult};

use super::record::Share;
use super::status;
use crate::runtime::api_error::{ApiError, ErrorOrigin};
use crate::runtime::context::Context;
use crate::services::koodrive::drive::events::{self, EventKind};

pub(super) fn cancel(cx: &mut Context<'_>, request: &BatchCancel) -> Result<BatchCancelResponse, ApiError> {
    let mut response = BatchCancelResponse::default();
    for id in &request.share_ids {
        response.results.push(result(id, cancel_one(cx, id.as_str()))?);
    }
    Ok(response)
}

/// Deletes a share of the caller.
pub(super) fn cancel_one(cx: &Context<'_>, id: &str) -> Result<(), ApiError> {
    let share = Share::of_caller(cx, id)?;
    for file in status::files(cx, &share)? {
        events::record(cx, EventKind::Unshared, &file)?;
    }
    cx.records::<Share>().delete(id).map(|_| ())
}

/// Returns the result for one of several shares.
///
/// # Errors
/// Returns an error of the sandbox itself, which concerns the whole call.
pub(crate) fn result(id: &ShareId, outcome: Result<(), ApiError>) -> Result<ShareResult, ApiError> {
    let (code, message) = match outcome {
        Ok(()) => ("0".to_owned(), "success".to_owned()),
        Err(error) if error.origin == ErrorOrigin::Explicit => (error.code, error.message),
        Err(error) => return Err(error),
    };
    let mut result = ShareResult::default();
    result.share_id = Some(id.clone());
    result.code = code.parse().ok();
    result.msg = Some(message);
    Ok(result)
}
