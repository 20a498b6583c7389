//! Messages and their attachments.

use hwc_api::osm::{Accessory, CaseMessage};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Converter, state, text};

/// A message on a ticket.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Message {
    /// The ID of the message.
    pub(crate) id: Option<String>,
    /// The time when it was written.
    #[schemars(extend("format" = "date-time"))]
    pub(crate) written_at: Option<String>,
    /// The type of the author: `customer` or `engineer`.
    pub(crate) written_by: Option<String>,
    /// The code of that type.
    pub(crate) written_by_code: Option<i64>,
    /// The name of the author.
    pub(crate) author: Option<String>,
    /// The ID of the author.
    pub(crate) author_id: Option<String>,
    /// The text.
    pub(crate) text: Option<String>,
    /// The attachments.
    pub(crate) attachments: Vec<Attachment>,
}

/// A file that is attached to a message.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Attachment {
    /// The ID of the attachment.
    pub(crate) id: Option<String>,
    /// The name of the file.
    pub(crate) name: Option<String>,
}

impl Converter {
    /// Converts a message.
    pub(crate) fn message(self, message: &CaseMessage) -> Message {
        let (written_by, written_by_code) = state(message.written_by);
        Message {
            id: text(message.message_id.as_ref()),
            written_at: self.time(message.create_time.as_ref()),
            written_by,
            written_by_code,
            author: message.replier_name.clone(),
            author_id: message.replier.clone(),
            text: message.content.clone(),
            attachments: message.accessory_list.iter().map(Attachment::from).collect(),
        }
    }
}

impl From<&Accessory> for Attachment {
    fn from(file: &Accessory) -> Self {
        Self { id: text(file.accessory_id.as_ref()), name: file.file_actual_name.clone() }
    }
}
