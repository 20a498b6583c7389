//! The outcomes of changes without transfers.

use schemars::JsonSchema;
use serde::Serialize;

/// A folder that exists now.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CreatedFolder {
    /// The path.
    pub(crate) path: String,
    /// The ID.
    pub(crate) id: String,
}

/// Files and folders that were moved or renamed.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct MoveResult {
    /// The old paths.
    pub(crate) moved: Vec<String>,
    /// The target.
    pub(crate) to: String,
    /// True if nothing was moved.
    pub(crate) dry_run: bool,
}

/// Files and folders that were removed.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RemoveResult {
    /// The paths.
    pub(crate) removed: Vec<String>,
    /// True if they are not in the recycle bin.
    pub(crate) permanent: bool,
    /// True if nothing was removed.
    pub(crate) dry_run: bool,
}

/// A link to shared files.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ShareResult {
    /// The ID of the share.
    pub(crate) id: Option<String>,
    /// The link, or its code if the service sends no link.
    pub(crate) url: Option<String>,
    /// The code of the link, which the operations on shares take.
    pub(crate) short_url: Option<String>,
    /// The shared paths.
    pub(crate) paths: Vec<String>,
    /// The number of days until the link expires.
    pub(crate) days: u32,
    /// True if visitors need an extraction code.
    pub(crate) has_code: bool,
}
