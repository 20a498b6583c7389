//! The task of an import: by the sandbox's clock it waits for a second, runs for two and has then succeeded.

use hwc_models::insight::{
    ImportParameters, ImportState, ImportStrategy, ImportType, ShowImportResourceTaskDetail,
    ShowImportResourceTaskDetailResponse,
};
use serde::{Deserialize, Serialize};

use super::file::Package;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::insight::change::Change;
use crate::services::insight::workspaces::Workspace;
use crate::services::insight::{errors, export_settings, people};

/// The bucket of packages without export settings.
const BUCKET: &str = "insight-packages";

/// A stored task.
#[derive(Serialize, Deserialize)]
pub(in crate::services::insight) struct ImportTask {
    pub(in crate::services::insight) id: String,
    file_name: String,
    package: String,
    origin: (String, String),
    /// The ID and the name of the workspace to import into.
    target: (String, String),
    strategy: String,
    resources: usize,
    with_rules: bool,
    pub(in crate::services::insight) created: Change,
}

impl ImportTask {
    /// The times at which a task starts and ends, in milliseconds after its creation.
    pub(in crate::services::insight) const START: i64 = 1000;
    pub(in crate::services::insight) const END: i64 = 3000;

    /// Returns the time since its creation in milliseconds.
    pub(in crate::services::insight) fn age(&self, now: i64) -> i64 {
        now - self.created.at
    }
}

impl StoredRecord for ImportTask {
    const KIND: &'static str = "insight.import_task";
    const OWNER: Owner = Owner::Project;

    fn key(&self) -> &str {
        &self.id
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<ImportTask>().register(show);
}

/// Records the task of an import and returns its ID.
pub(super) fn start(
    cx: &Context<'_>,
    package: &Package,
    workspace: &Workspace,
    (strategy, file_name, resources): (&ImportStrategy, &str, usize),
) -> Result<String, ApiError> {
    let task = ImportTask {
        id: format!("import-{}", cx.next_number("insight import")?),
        file_name: file_name.to_owned(),
        package: package.name.clone(),
        origin: package.origin.clone(),
        target: (workspace.id.clone(), workspace.name.clone()),
        strategy: strategy.code().to_owned(),
        resources,
        with_rules: !package.rules.is_empty(),
        created: Change::now(cx),
    };
    cx.records().insert(&task)?;
    Ok(task.id)
}

/// Shows a task to the user who started it.
fn show(
    cx: &mut Context<'_>,
    request: &ShowImportResourceTaskDetail,
) -> Result<ShowImportResourceTaskDetailResponse, ApiError> {
    people::require_account(cx)?;
    let task = cx.records::<ImportTask>().get(request.task_id.as_str())?;
    let task = task.filter(|task| task.created.user == cx.caller.id).ok_or_else(|| errors::not_found("task"))?;
    let age = task.age(cx.now);
    let settings = export_settings::of(cx, &task.target.0)?;
    let prefix = settings.as_ref().map(|settings| settings.path_prefix.trim_matches('/')).unwrap_or_default();
    let mut response = ShowImportResourceTaskDetailResponse::default();
    response.parameters = Some(parameters(&task));
    response.status = Some(match age {
        ..ImportTask::START => ImportState::Waiting,
        ImportTask::START..ImportTask::END => ImportState::Running,
        ImportTask::END.. => ImportState::Succeeded,
    });
    response.report = Some(if age < ImportTask::END { String::new() } else { format!("{0} of {0}", task.resources) });
    response.obs_object_key = Some(format!("{prefix}/{}", task.file_name).trim_start_matches('/').to_owned());
    response.obs_bucket = Some(settings.map_or_else(|| BUCKET.to_owned(), |settings| settings.bucket));
    response.id = Some(task.id.into());
    response.name = Some(task.package);
    response.domain_id = Some(people::account(cx).domain_id.to_owned());
    response.project_id = Some(cx.settings.project_id().to_owned());
    response.workspace_id = Some(task.target.0.into());
    response.workspace_name = Some(task.target.1);
    response.import_type = Some(ImportType::Package);
    response.create_user = Some(task.created.user.into());
    response.create_user_name = Some(task.created.user_name);
    response.create_date = Some(task.created.at);
    response.update_date = Some(task.created.at + age.clamp(0, ImportTask::END));
    Ok(response)
}

/// Returns the parameters. The access code is not stored, so it is empty.
fn parameters(task: &ImportTask) -> ImportParameters {
    let mut parameters = ImportParameters::default();
    parameters.package_name = Some(task.package.clone());
    parameters.target_workspace_id = Some(task.target.0.clone().into());
    parameters.target_workspace_name = Some(task.target.1.clone());
    parameters.origin_workspace_id = Some(task.origin.0.clone().into());
    parameters.origin_workspace_name = Some(task.origin.1.clone());
    parameters.access_code = Some(String::new().into());
    parameters.strategy = Some(ImportStrategy::from(task.strategy.as_str()));
    parameters.rule_id = Some(String::new());
    parameters.with_rights = Some(task.with_rules);
    parameters
}
