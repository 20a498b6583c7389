//! The outcomes of changes.

#[cfg(feature = "excel")]
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

/// Dashboards or large screens with a new state.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PublishOutcome {
    /// The IDs of the dashboards or large screens.
    pub(crate) ids: Vec<String>,
    /// The new state: `published` or `offline`.
    pub(crate) state: &'static str,
}

/// The result of copying resources into another workspace.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Promotion {
    /// The ID of the import.
    pub(crate) task_id: String,
    /// The result of the import, as in `succeeded`.
    pub(crate) result: String,
    /// True if the import succeeded and the target has all resources that can be compared.
    pub(crate) is_complete: bool,
    /// The report of the service.
    pub(crate) report: Option<String>,
    /// The resources of the package.
    pub(crate) resources: Vec<PromotedResource>,
}

/// A resource that was copied.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PromotedResource {
    /// The type, as in `dashboard`.
    pub(crate) r#type: String,
    /// The name.
    pub(crate) name: String,
    /// The ID in the source.
    pub(crate) source_id: String,
    /// The ID in the target, if it was found there.
    pub(crate) target_id: Option<String>,
    /// The change in the target: `added`, `replaced`, `failed` or `unknown`.
    pub(crate) change: String,
}

/// A user or a group with its tags.
#[cfg(feature = "excel")]
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TaggedHolder {
    /// The ID of the user or group.
    pub(crate) account_id: String,
    /// The name of the user or group.
    pub(crate) account_name: Option<String>,
    /// The values of the tags, by the name of the tag. `null` for a tag that it does not have.
    #[serde(flatten)]
    pub(crate) tags: BTreeMap<String, Option<String>>,
}

/// The number of imported rows.
#[cfg(feature = "excel")]
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ImportedTags {
    /// The number of rows in the file.
    pub(crate) rows: usize,
    /// The number of rows that the service imported.
    pub(crate) imported: usize,
}

/// A new ticket, which is a secret.
#[derive(Serialize, JsonSchema)]
pub(crate) struct CreatedTicket {
    /// The ticket. Anyone who has it can open the analysis.
    pub(crate) ticket: String,
}

/// A link to an embedded analysis, which is a secret.
#[derive(Serialize, JsonSchema)]
pub(crate) struct EmbedUrl {
    /// The link. Anyone who has it can open the analysis.
    pub(crate) url: String,
    /// The number of times that the link can be opened.
    pub(crate) uses: u32,
    /// The time when the link expires.
    #[schemars(extend("format" = "date-time"))]
    pub(crate) expires_at: Option<String>,
}
