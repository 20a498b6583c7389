//! Embedded analyses and tasks of all projects at a glance, for the control API.

use hwc_wire::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::embeddings::Embedding;
use super::resource_packages::ImportTask;
use super::tickets;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Records, StoredRecord};
use crate::services::koodrive::overview::{TaskStatus, TaskView};

/// An embedded analysis.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Embed")]
pub(crate) struct EmbedView {
    /// The ID.
    id: String,
    /// The name.
    name: String,
    /// The ID of the project.
    project: String,
    /// The type of the resource, such as `dashboard`.
    resource_type: String,
    /// The ID of the resource.
    resource_id: String,
    /// The number of valid embed tickets.
    tickets: u64,
}

/// Returns the embedded analyses.
pub(crate) fn embeds(cx: &Context<'_>) -> Result<Vec<EmbedView>, ApiError> {
    let mut views = Vec::new();
    for project in projects::<Embedding>(cx)? {
        for embedding in Records::<Embedding>::of_owner(cx.db, &project).query().all()? {
            views.push(EmbedView {
                tickets: tickets::count_valid(cx, &project, &embedding.id)?,
                id: embedding.id,
                name: embedding.name,
                project: project.clone(),
                resource_type: embedding.kind,
                resource_id: embedding.resource,
            });
        }
    }
    Ok(views)
}

/// Returns the imports of packages.
pub(crate) fn tasks(cx: &Context<'_>) -> Result<Vec<TaskView>, ApiError> {
    let mut views = Vec::new();
    for project in projects::<ImportTask>(cx)? {
        for task in Records::<ImportTask>::of_owner(cx.db, &project).query().all()? {
            views.push(TaskView {
                status: match task.age(cx.now) {
                    ..ImportTask::START => TaskStatus::Waiting,
                    ImportTask::START..ImportTask::END => TaskStatus::Running,
                    ImportTask::END.. => TaskStatus::Succeeded,
                },
                id: task.id,
                kind: "import_resources".to_owned(),
                user: task.created.user,
                created_at: Timestamp::from_unix_millis(task.created.at).to_string(),
                error_code: None,
            });
        }
    }
    Ok(views)
}

/// Returns the projects that have records of a kind.
fn projects<T: StoredRecord>(cx: &Context<'_>) -> Result<Vec<String>, ApiError> {
    let sql = "SELECT DISTINCT owner FROM records WHERE kind = ?1 ORDER BY owner";
    let mut select = cx.db.prepare_cached(sql)?;
    let owners = select.query_map([T::KIND], |row| row.get(0))?;
    Ok(owners.collect::<rusqlite::Result<_>>()?)
}
