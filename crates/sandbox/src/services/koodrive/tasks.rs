//! The outcome of tasks that imported users. No operation of the spec starts such a task yet. The demo data has one.

use hwc_models::koodrive::{GetTaskResult, GetTaskResultResponse, UserImportFailure, UserImportResult};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::refused;

/// A finished import of users.
#[derive(Serialize, Deserialize)]
pub(crate) struct UserImport {
    pub(crate) id: String,
    pub(crate) succeeded: u64,
    pub(crate) failures: Vec<UserImportFailure>,
}

impl StoredRecord for UserImport {
    const KIND: &'static str = "koodrive.user_import";
    const OWNER: Owner = Owner::Company;

    fn key(&self) -> &str {
        &self.id
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<UserImport>().register(result);
}

fn result(cx: &mut Context<'_>, request: &GetTaskResult) -> Result<GetTaskResultResponse, ApiError> {
    let id = request.task_id.as_ref().map_or("", |id| id.as_str());
    let import = cx.records::<UserImport>().get(id)?.ok_or_else(|| refused("13000309"))?;
    let mut result = UserImportResult::default();
    result.success_count = Some(import.succeeded);
    result.fail_count = Some(import.failures.len() as u64);
    result.fail_info_list = import.failures;
    let mut response = GetTaskResultResponse::default();
    response.data = Some(result);
    Ok(response)
}
