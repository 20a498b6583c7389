//! `BatchFiles`, which no page describes. The sample of its body begins like that of `CreateJob`, so it starts such a job.

use hwc_models::koodrive::{BatchFiles, BatchFilesResponse, CreateJob};
use hwc_wire::{Model, Request, RequestRef};
use serde_json::json;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::handler::decode_and_validate;
use crate::runtime::registry::Registry;
use crate::services::koodrive::{jobs, refused_with};

pub(super) fn register(registry: &mut Registry) {
    registry.register(batch);
}

/// Starts a job and returns the response of `CreateJob` with code and message.
///
/// # Errors
/// Returns 13000413 for a body that is not that of a job, and the errors of `CreateJob`.
fn batch(cx: &mut Context<'_>, request: &BatchFiles) -> Result<BatchFilesResponse, ApiError> {
    let body = request.request.to_string();
    let received = RequestRef { path: &[], query: "", header: &|_| None, body: body.as_bytes(), form: None };
    let mut job = CreateJob::unset();
    decode_and_validate(CreateJob::OPERATION, received, &mut job).map_err(|error| not_a_job(&error))?;
    let id = jobs::create(cx, &job)?.data;
    let mut response = BatchFilesResponse::default();
    response.answer = Some(json!({ "code": 0, "msg": "success", "data": id.map(|id| id.to_string()) }));
    Ok(response)
}

fn not_a_job(error: &ApiError) -> ApiError {
    refused_with("13000413", &format!("The body must be that of CreateJob: {}", error.message))
}
