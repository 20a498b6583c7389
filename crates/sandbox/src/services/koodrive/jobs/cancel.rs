//! Canceling a batch job.

use hwc_models::koodrive::{CancelJob, CancelJobResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::jobs::list;

/// Cancels a job that waits or runs. What it did before stays.
pub(super) fn cancel(cx: &mut Context<'_>, request: &CancelJob) -> Result<CancelJobResponse, ApiError> {
    let mut job = list::find(cx, request.job_id.as_str())?;
    if job.status(cx.now).is_ended() {
        return Err(ApiError::invalid("the job has ended"));
    }
    job.canceled_at = Some(cx.now);
    cx.records().update(&job)?;
    let mut response = CancelJobResponse::default();
    response.data = Some(job.id);
    Ok(response)
}
