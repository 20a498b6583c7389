//! Messages with attachments. Files are split across several messages, since the number of attachments per message is
//! limited.

use hwc_models::osm::{AccessoryId, CaseDetail, CaseId, CreateMessages, MessageId, MessageSource, NewMessage};

use super::{AttachOutcome, UploadedFile, definitely_not_applied, delete_uploads};
use crate::error::Error;
use crate::workflows::tickets::Tickets;

/// The maximum length of a message, in characters.
const MAX_TEXT_CHARS: usize = 2000;

/// The messages to be written.
pub(super) struct Messages<'a> {
    pub(super) tickets: &'a Tickets,
    pub(super) case_id: &'a CaseId,
    /// The text of the first message. If it is empty, the names of its files.
    pub(super) text: &'a str,
    /// The maximum number of attachments per message.
    pub(super) max_attachments: usize,
}

impl Messages<'_> {
    /// Writes the messages and records them in `outcome`. If a message after the first fails, all remaining files are
    /// recorded as failed with the same error.
    pub(super) async fn write(&self, uploaded: Vec<UploadedFile>, outcome: &mut AttachOutcome) -> Result<(), Error> {
        let (mut texts, count) = (Vec::new(), uploaded.len().div_ceil(self.max_attachments).max(1));
        let mut remaining = uploaded;
        for index in 0..count {
            let later = remaining.split_off(remaining.len().min(self.max_attachments));
            let text = self.message_text(index, count, &remaining);
            match self.tickets.call(request(self.case_id, &text, ids(&remaining))).await {
                Ok(_) => texts.push((text, ids(&remaining))),
                Err(error) => {
                    self.clean_up(&error, &remaining, &later).await;
                    if index == 0 {
                        return Err(error);
                    }
                    record_failed(outcome, &error, remaining.iter().chain(&later));
                    break;
                }
            }
            outcome.uploaded.append(&mut remaining);
            remaining = later;
        }
        outcome.written = true;
        outcome.messages = self.find_ids(&texts).await;
        outcome.message_id = outcome.messages.first().cloned().flatten();
        Ok(())
    }

    fn message_text(&self, index: usize, count: usize, files: &[UploadedFile]) -> String {
        if index == 0 && !self.text.is_empty() {
            return numbered(self.text, index, count);
        }
        let names: Vec<&str> = files.iter().map(|file| file.file_name.as_str()).collect();
        let room = MAX_TEXT_CHARS.saturating_sub(numbered("", index, count).chars().count());
        let names: String = names.join(", ").chars().take(room).collect();
        numbered(&names, index, count)
    }

    /// Deletes the files that are definitely not attached to a message.
    async fn clean_up(&self, error: &Error, files: &[UploadedFile], later: &[UploadedFile]) {
        if definitely_not_applied(error) {
            delete_uploads(self.tickets, files).await;
        }
        delete_uploads(self.tickets, later).await;
    }

    /// Returns the IDs of the new messages, which the responses do not contain. The messages exist even if their IDs cannot
    /// be found, so that is not an error.
    async fn find_ids(&self, texts: &[(String, Vec<AccessoryId>)]) -> Vec<Option<MessageId>> {
        let case = self.tickets.detail(self.case_id).await.ok();
        texts.iter().map(|(text, ids)| find(case.as_ref()?, text, ids)).collect()
    }
}

/// Appends its number to the text if there are several messages.
pub(super) fn numbered(text: &str, index: usize, count: usize) -> String {
    if count > 1 { format!("{text} ({}/{count})", index + 1) } else { text.to_owned() }
}

pub(super) fn request(case_id: &CaseId, text: &str, attachments: Vec<AccessoryId>) -> CreateMessages {
    let mut message = NewMessage::default().content(text);
    message.accessory_ids = attachments;
    CreateMessages::new(case_id, message)
}

fn ids(uploaded: &[UploadedFile]) -> Vec<AccessoryId> {
    uploaded.iter().map(|uploaded| uploaded.accessory_id.clone()).collect()
}

fn record_failed<'a>(outcome: &mut AttachOutcome, error: &Error, files: impl Iterator<Item = &'a UploadedFile>) {
    outcome.failed.extend(files.map(|file| (file.distinct_name.clone(), Error::message_failed(error))));
}

/// Returns the message with the attachments or, without any, the customer's latest message with this text.
fn find(case: &CaseDetail, text: &str, ids: &[AccessoryId]) -> Option<MessageId> {
    let matches = |message: &&hwc_models::osm::CaseMessage| match ids {
        [] => message.content.as_deref() == Some(text) && message.written_by == Some(MessageSource::Customer),
        ids => message.accessory_list.iter().filter_map(|known| known.accessory_id.as_ref()).any(|id| ids.contains(id)),
    };
    let latest = case.message_list.iter().filter(matches);
    latest
        .max_by_key(|message| message.create_time.as_ref()?.unix_millis_at(hwc_wire::UtcOffset::UTC))?
        .message_id
        .clone()
}
