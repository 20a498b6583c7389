//! Messages with attachments. Files are split across several messages, since the number of attachments per message is
//! limited.

use std::sync::Arc;

use hwc_models::osm::{AccessoryId, CaseDetail, CaseId, CreateMessages, MessageId, MessageSource, NewMessage};

use super::{AttachOutcome, UploadedFile, discard, is_undone};
use crate::error::Error;
use crate::tickets::Tickets;

/// The maximum length of a message, in characters.
const LONGEST: usize = 2000;

/// The messages to be written.
pub(super) struct Messages<'a> {
    pub(super) tickets: &'a Tickets,
    pub(super) case_id: &'a CaseId,
    /// The text of the first message. If it is empty, the names of its files.
    pub(super) text: &'a str,
    /// The maximum number of attachments per message.
    pub(super) most: usize,
}

impl Messages<'_> {
    /// Writes the messages and records them in `attached`. If a message after the first fails, all remaining files are
    /// recorded as failed with the same error.
    pub(super) async fn write(&self, uploaded: Vec<UploadedFile>, attached: &mut AttachOutcome) -> Result<(), Error> {
        let (mut texts, number) = (Vec::new(), uploaded.len().div_ceil(self.most).max(1));
        let mut left = uploaded;
        for index in 0..number {
            let later = left.split_off(left.len().min(self.most));
            let text = self.text_of(index, number, &left);
            match self.tickets.call(request(self.tickets, self.case_id, &text, ids(&left))).await {
                Ok(_) => texts.push((text, ids(&left))),
                Err(error) => {
                    self.clean_up(&error, &left, &later).await;
                    if index == 0 {
                        return Err(error);
                    }
                    note_failed(attached, error, left.iter().chain(&later));
                    break;
                }
            }
            attached.uploaded.append(&mut left);
            left = later;
        }
        attached.written = true;
        attached.messages = self.find(&texts).await;
        attached.message_id = attached.messages.first().cloned().flatten();
        Ok(())
    }

    fn text_of(&self, index: usize, number: usize, files: &[UploadedFile]) -> String {
        if index == 0 && !self.text.is_empty() {
            return numbered(self.text, index, number);
        }
        let names: Vec<&str> = files.iter().map(|file| file.file_name.as_str()).collect();
        let room = LONGEST.saturating_sub(numbered("", index, number).chars().count());
        let names: String = names.join(", ").chars().take(room).collect();
        numbered(&names, index, number)
    }

    /// Deletes the files that are definitely not attached to a message.
    async fn clean_up(&self, error: &Error, files: &[UploadedFile], later: &[UploadedFile]) {
        if is_undone(error) {
            discard(self.tickets, files).await;
        }
        discard(self.tickets, later).await;
    }

    /// Returns the IDs of the new messages, which the responses do not contain. The messages exist even if their IDs cannot
    /// be found, so that is not an error.
    async fn find(&self, texts: &[(String, Vec<AccessoryId>)]) -> Vec<Option<MessageId>> {
        let case = self.tickets.detail(self.case_id).await.ok();
        texts.iter().map(|(text, ids)| find(case.as_ref()?, text, ids)).collect()
    }
}

/// Appends its number to the text if there are several messages.
pub(super) fn numbered(text: &str, index: usize, number: usize) -> String {
    if number > 1 { format!("{text} ({}/{number})", index + 1) } else { text.to_owned() }
}

pub(super) fn request(
    tickets: &Tickets,
    case_id: &CaseId,
    text: &str,
    attachments: Vec<AccessoryId>,
) -> CreateMessages {
    let mut message = NewMessage::default().content(text);
    message.accessory_ids = (!attachments.is_empty()).then_some(attachments);
    let mut request = CreateMessages::new(case_id, message);
    request.group_id = tickets.group_id.clone();
    request
}

fn ids(uploaded: &[UploadedFile]) -> Vec<AccessoryId> {
    uploaded.iter().map(|uploaded| uploaded.accessory_id.clone()).collect()
}

fn note_failed<'a>(attached: &mut AttachOutcome, error: Error, files: impl Iterator<Item = &'a UploadedFile>) {
    let error = Arc::new(error);
    attached.failed.extend(files.map(|file| (file.distinct_name.clone(), Error::message_failed(&error))));
}

/// Returns the message with the attachments or, without any, the customer's latest message with this text.
fn find(case: &CaseDetail, text: &str, ids: &[AccessoryId]) -> Option<MessageId> {
    let fits = |message: &&hwc_models::osm::CaseMessage| match ids {
        [] => message.content.as_deref() == Some(text) && message.written_by == Some(MessageSource::Customer),
        ids => message.accessory_list.iter().filter_map(|known| known.accessory_id.as_ref()).any(|id| ids.contains(id)),
    };
    let latest = case.message_list.iter().filter(fits);
    latest
        .max_by_key(|message| message.create_time.as_ref()?.unix_millis_at(hwc_wire::UtcOffset::UTC))?
        .message_id
        .clone()
}
