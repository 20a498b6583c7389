//! Creating a batch job: its request is checked completely before anything changes.

use hwc_models::koodrive::{CreateJob, CreateJobResponse, JobAction, JobType, SpaceId};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::drive::{access, shared_folder};
use crate::services::koodrive::jobs::steps;
use crate::services::koodrive::jobs::stored::StoredJob;
use crate::services::koodrive::long_id;

/// Starts a job.
pub(crate) fn create(cx: &mut Context<'_>, request: &CreateJob) -> Result<CreateJobResponse, ApiError> {
    validate(request)?;
    shared_folder::enter(cx, request.share_folder_id.as_ref())?;
    let source = request.task_info.src_container_id.as_ref().map_or("", SpaceId::as_str);
    let (from, to) = steps::rights(request.task_type);
    access::space(cx, source, from)?;
    access::space(cx, request.dst_container_id.as_str(), to)?;
    let job = StoredJob::new(cx, long_id(cx.next_number("task")?), request);
    cx.records().insert(&job)?;
    let mut response = CreateJobResponse::default();
    response.data = Some(job.id.into());
    Ok(response)
}

/// Checks the type, the action and the files of a job.
fn validate(request: &CreateJob) -> Result<(), ApiError> {
    let (kind, files) = (request.task_type, &request.task_info.file_info);
    if let Some(action) = request.action_type.filter(|action| !fits(kind, *action)) {
        return Err(ApiError::invalid(format!("actionType {} does not fit taskType {}", action.code(), kind.code())));
    }
    let problem = match kind {
        JobType::Unknown(_) => "taskType is unknown",
        JobType::EmptyRecycleBin => return Ok(()),
        _ if files.is_empty() => "fileInfo is required",
        _ if files.iter().any(|file| file.file_id.as_ref().is_none_or(|id| id.as_str().is_empty())) => {
            "fileInfo.fileId is required"
        }
        _ => return Ok(()),
    };
    Err(ApiError::invalid(problem))
}

/// Returns true if an action belongs to a type of jobs. The types without actions ignore it.
fn fits(kind: JobType, action: JobAction) -> bool {
    match kind {
        JobType::Copy => action == JobAction::Copy,
        JobType::Delete => matches!(action, JobAction::Recycle | JobAction::DeleteForever),
        JobType::Move => action == JobAction::Move,
        JobType::Decompress => {
            matches!(action, JobAction::ListArchive | JobAction::DecompressAll | JobAction::DecompressSome)
        }
        JobType::EmptyRecycleBin => action == JobAction::EmptyRecycleBin,
        _ => true,
    }
}
