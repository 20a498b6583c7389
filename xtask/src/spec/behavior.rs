//! The keys of an endpoint that describe its effect on the service and the background work that it starts.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::closed;
use super::spanned::Spanned;

/// The effect of a call on the data of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Effect {
    /// No change.
    Read,
    /// A change that another call can undo, or a new object.
    Write,
    /// A change that can remove, revoke or cancel something permanently.
    Destructive,
}

impl From<Effect> for hwc_wire::Effect {
    fn from(effect: Effect) -> Self {
        match effect {
            Effect::Read => Self::Read,
            Effect::Write => Self::Write,
            Effect::Destructive => Self::Destructive,
        }
    }
}

/// The background work that an operation starts, and the way to follow it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Task {
    /// The operation of the same service that reads the state, as in `GetJobDetail`.
    #[schemars(extend("pattern" = closed::UPPER_CAMEL_CASE))]
    pub(crate) poll_operation: Spanned<String>,
    /// The request fields of that operation, each with the source of its value: `response.FIELD` or `request.FIELD` of the
    /// operation that starts the work.
    #[schemars(extend("additionalProperties" = serde_json::json!({ "type": "string", "pattern": closed::TASK_SOURCE })))]
    pub(crate) input: IndexMap<String, Spanned<String>>,
    /// The state of the work, in the response of `poll_operation`.
    pub(crate) state: Spanned<TaskState>,
    /// The result of the work, if a state says only that the work ended.
    pub(crate) result: Option<Spanned<TaskState>>,
    /// The path of the response field with the progress in percent.
    pub(crate) progress: Option<Spanned<String>>,
    /// The parts of the work that failed.
    pub(crate) failures: Option<Spanned<TaskFailures>>,
}

/// A field of an enum type, with each value of the enum in exactly one list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaskState {
    /// The path of the response field.
    #[schemars(extend("examples" = ["data.jobInfo.status"]))]
    pub(crate) field: Spanned<String>,
    /// The values of work that waits or runs.
    #[serde(default)]
    pub(crate) running: Vec<Spanned<String>>,
    /// The values of work that ended with the outcome in `result`.
    #[serde(default)]
    pub(crate) ended: Vec<Spanned<String>>,
    /// The values of work that succeeded completely.
    #[serde(default)]
    pub(crate) succeeded: Vec<Spanned<String>>,
    /// The values of work that failed in part.
    #[serde(default)]
    pub(crate) partial: Vec<Spanned<String>>,
    /// The values of work that failed.
    #[serde(default)]
    pub(crate) failed: Vec<Spanned<String>>,
    /// The values of work that was canceled.
    #[serde(default)]
    pub(crate) canceled: Vec<Spanned<String>>,
}

/// A list with the failed parts of the work.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaskFailures {
    /// The path of the response field with the list.
    pub(crate) list: Spanned<String>,
    /// The state of each element. Without it, every element is a failed part.
    pub(crate) state: Option<Spanned<TaskState>>,
}
