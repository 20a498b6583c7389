//! The keys of an endpoint that describe its effect on the service and the background work that it starts.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::at::At;

/// The effect of a call on the data of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Effect {
    /// Changes nothing.
    Read,
    /// Creates or changes something. Another call can restore everything.
    Write,
    /// Can remove, revoke or cancel something permanently.
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
    pub(crate) read: At<String>,
    /// The fields of its request with the source of each value: `response.FIELD` or `request.FIELD` of this operation.
    pub(crate) with: IndexMap<String, At<String>>,
    /// The state of the work, in the response of the operation that reads it.
    pub(crate) state: At<TaskState>,
    /// The result of the work, if some states say only that it ended.
    pub(crate) result: Option<At<TaskState>>,
    /// The response field with the progress in percent.
    pub(crate) progress: Option<At<String>>,
    /// The parts of the work that failed.
    pub(crate) failures: Option<At<TaskFailures>>,
}

/// A field of an enum type, with each value of the enum in exactly one list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaskState {
    /// The field. It may be nested, as in `data.jobInfo.status`.
    pub(crate) field: At<String>,
    /// The values of work that waits or runs.
    #[serde(default)]
    pub(crate) running: Vec<At<String>>,
    /// The values of work that ended. `result:` holds the outcome.
    #[serde(default)]
    pub(crate) ended: Vec<At<String>>,
    /// The values of work that succeeded completely.
    #[serde(default)]
    pub(crate) succeeded: Vec<At<String>>,
    /// The values of work that failed in part.
    #[serde(default)]
    pub(crate) partial: Vec<At<String>>,
    /// The values of work that failed.
    #[serde(default)]
    pub(crate) failed: Vec<At<String>>,
    /// The values of work that was canceled.
    #[serde(default)]
    pub(crate) canceled: Vec<At<String>>,
}

/// A list with the failed parts of the work.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaskFailures {
    /// The response field with the list. It may be nested.
    pub(crate) list: At<String>,
    /// The state of each element. Without it, every element is a failed part.
    pub(crate) state: Option<At<TaskState>>,
}
