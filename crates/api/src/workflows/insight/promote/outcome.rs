//! The result of a promotion.

use hwc_models::insight::{ImportTaskId, ResourceType};

use super::NAME;
use crate::calls::TaskResult;
use crate::error::Error;

/// The result of [`promote`](super::super::Insight::promote): the import has ended, with success or not.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PromoteOutcome {
    /// The result of the task.
    pub result: TaskResult,
    /// The ID of the task.
    pub task_id: ImportTaskId,
    /// The report of the service, whose form is not documented.
    pub report: Option<String>,
    /// The resources of the package, with what happened to them in the target.
    pub resources: Vec<PromotedResource>,
    /// The error of the comparison, if the target could not be read after the import.
    pub comparison_error: Option<Error>,
}

/// A resource of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PromotedResource {
    /// The type of the resource.
    pub kind: ResourceType,
    /// The ID of the resource in the source.
    pub source_id: String,
    /// The name of the resource in the source.
    pub name: String,
    /// The ID of the resource in the target, if it was found there.
    pub target_id: Option<String>,
    /// The change in the target.
    pub change: ResourceChange,
}

/// The change that a promotion made to one resource of the target, by a comparison of the target before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResourceChange {
    /// It was added.
    Added,
    /// It was overwritten.
    Replaced,
    /// The target has no new and no changed resource for it.
    Failed,
    /// It cannot be compared: the service lists no resources of this type, or the comparison failed.
    Unknown,
}

impl PromoteOutcome {
    /// Returns true if the task succeeded and every resource that can be compared was added or replaced.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let has_failed = self.resources.iter().any(|resource| resource.change == ResourceChange::Failed);
        self.result == TaskResult::Succeeded && !has_failed && self.comparison_error.is_none()
    }

    /// Returns the outcome if it is complete.
    ///
    /// # Errors
    /// Returns an error that names the result of the task and the resources that failed.
    pub fn into_result(self) -> Result<Self, Error> {
        if self.is_complete() {
            return Ok(self);
        }
        Err(Error::incomplete_import(self.problem(), self.comparison_error).with_context(NAME, None, false))
    }

    fn problem(&self) -> String {
        let failed = self.resources.iter().filter(|resource| resource.change == ResourceChange::Failed);
        let names: Vec<String> =
            failed.map(|resource| format!("{} `{}`", resource.kind.code(), resource.name)).collect();
        let task = &self.task_id;
        match (self.result, names.as_slice()) {
            (TaskResult::Succeeded, []) => {
                format!("import task `{task}` succeeded, but the target could not be compared")
            }
            (TaskResult::Succeeded, names) => {
                format!("import task `{task}` succeeded, but the target lacks {}", names.join(", "))
            }
            (TaskResult::Partial, names) => format!("import task `{task}` failed in part: {}", names.join(", ")),
            (TaskResult::Failed | TaskResult::Canceled, _) => format!("import task `{task}` failed"),
        }
    }
}
