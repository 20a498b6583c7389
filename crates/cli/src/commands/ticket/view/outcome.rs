//! The outcomes of changes.

use hwc_api::serde_json::Value;
use hwc_api::tickets::UploadedFile;
use schemars::JsonSchema;
use serde::Serialize;

/// An action on a ticket.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ActionOutcome {
    /// The ID of the ticket.
    pub(crate) id: String,
    /// The action: `urge`, `cancel`, `close` or `delete`.
    pub(crate) action: &'static str,
}

/// A change of a grant.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct AccessOutcome {
    /// The ID of the grant.
    pub(crate) id: String,
    /// The action: `grant`, `reject` or `revoke`.
    pub(crate) action: &'static str,
}

/// Labels that were added to a ticket.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct LabelResult {
    /// The ID of the ticket.
    pub(crate) id: String,
    /// The names of the labels that were added.
    pub(crate) added: Vec<String>,
    /// The names of the labels that the ticket had before.
    pub(crate) already: Vec<String>,
    /// The names of the labels that were created in the account.
    pub(crate) created: Vec<String>,
}

/// Tickets that were linked to a ticket.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct LinkResult {
    /// The ID of the ticket.
    pub(crate) id: String,
    /// The IDs of the tickets that were linked.
    pub(crate) added: Vec<String>,
    /// The IDs of the tickets that were linked before.
    pub(crate) already: Vec<String>,
}

/// Labels or links that were removed from a ticket.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RemovalResult {
    /// The ID of the ticket.
    pub(crate) id: String,
    /// The names of the labels, or the IDs of the tickets.
    pub(crate) removed: Vec<String>,
}

/// The rating of a ticket.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RateResult {
    /// The ID of the ticket.
    pub(crate) id: String,
    /// The rated aspects.
    pub(crate) ratings: Vec<RatedAspect>,
}

/// An aspect that was rated.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RatedAspect {
    /// The name of the aspect.
    pub(crate) aspect: String,
    /// The rating.
    pub(crate) value: u32,
}

/// Messages that were written, with their attachments.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct AttachResult {
    /// The ID of the ticket.
    pub(crate) id: String,
    /// True if a message was written.
    pub(crate) written: bool,
    /// The ID of the first message, if the service returned it.
    pub(crate) message_id: Option<String>,
    /// The IDs of all messages, in order.
    pub(crate) message_ids: Vec<Option<String>>,
    /// The uploaded files.
    pub(crate) uploaded: Vec<UploadedAttachment>,
    /// The files that failed.
    pub(crate) failed: Vec<FailedFile>,
}

/// A file that was uploaded.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct UploadedAttachment {
    /// The ID of the attachment.
    pub(crate) id: String,
    /// The name of the file at the service.
    pub(crate) name: String,
    /// A name that is unique among the files of the command.
    pub(crate) distinct_name: String,
}

/// A file that could not be uploaded.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FailedFile {
    /// The name of the file.
    pub(crate) name: String,
    /// The error, as on standard error.
    pub(crate) error: Value,
}

/// An attachment that was saved, or an error.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct DownloadedFile {
    /// The ID of the attachment.
    pub(crate) id: Option<String>,
    /// The path of the saved file.
    pub(crate) path: Option<String>,
    /// The size of the saved file in bytes.
    pub(crate) bytes: Option<u64>,
    /// The error, as on standard error.
    pub(crate) error: Option<Value>,
}

impl From<&UploadedFile> for UploadedAttachment {
    fn from(file: &UploadedFile) -> Self {
        Self {
            id: file.accessory_id.to_string(),
            name: file.file_name.clone(),
            distinct_name: file.distinct_name.clone(),
        }
    }
}
