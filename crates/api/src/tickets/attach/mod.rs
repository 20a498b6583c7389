//! Writes a message on a ticket, with or without attachments: look at the limits, upload, write, find the message's id.

mod limits;
mod upload;

use std::future::IntoFuture;
use std::sync::Arc;

use hwc_models::osm::{AccessoryId, AccessoryPurpose, CaseId, CreateMessages, MessageId, MessageSource, NewMessage};
use hwc_wire::FilePart;

pub(super) use limits::violations;
pub use upload::Uploaded;
pub(super) use upload::{Uploads, Way, discard, is_undone, upload};

use super::{Pending, Tickets, all_kept, wrong};
use crate::error::Error;
use crate::files::Progress;

impl Tickets {
    /// Uploads files and attaches them to a ticket, with one message for all of them.
    ///
    /// What the service accepts (`ShowAccessoryLimits`: how many files, how large, of which types) is read first, and all
    /// that breaks it told before anything is sent.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// use hwc_api::FilePart;
    ///
    /// let files = [FilePart::path("console.log"), FilePart::bytes("note.txt", "It began at noon.")];
    /// let attached = client.tickets().attach("case-123", files).text("The console, and a note.").await?;
    /// for (name, error) in &attached.failed {
    ///     eprintln!("{name}: {error}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn attach(&self, case_id: impl Into<CaseId>, files: impl IntoIterator<Item = FilePart>) -> Attach {
        Attach {
            tickets: self.clone(),
            case_id: case_id.into(),
            text: String::new(),
            files: files.into_iter().collect(),
            way: Way::default(),
        }
    }

    /// Writes a message on a ticket, of at most 2000 characters; [`files`](Write::files) adds attachments.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// client.tickets().reply("case-123", "It works again. Thank you!").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn reply(&self, case_id: impl Into<CaseId>, text: impl Into<String>) -> Write {
        Write(self.attach(case_id, []).text(text))
    }
}

/// A message without attachments that is being put together; made by [`Tickets::reply`]. Nothing is sent before it is
/// awaited. It gives the id of the message, or `None` where that could not be found out after it was written.
///
/// # Errors
/// As for any call.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct Write(Attach);

impl Write {
    /// Adds attachments, some of which may fail: see [`Attached`].
    pub fn files(self, files: impl IntoIterator<Item = FilePart>) -> Attach {
        self.0.files(files)
    }
}

impl IntoFuture for Write {
    type Output = Result<Option<MessageId>, Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { Ok(self.0.write().await?.message_id) })
    }
}

/// A message with attachments that is being put together; made by [`Tickets::attach`]. Nothing is sent before it is
/// awaited.
///
/// # Errors
/// [`Invalid`](crate::ErrorKind::Invalid) with all that is wrong with the files and the text, before anything is sent.
/// Errors of reading the limits and of writing the message; what was uploaded for a message that was certainly not
/// written is deleted. An upload that fails is no error but in [`Attached::failed`].
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct Attach {
    tickets: Tickets,
    case_id: CaseId,
    text: String,
    files: Vec<FilePart>,
    way: Way,
}

/// What went and what did not.
#[derive(Debug)]
#[must_use = "some of the files may have failed"]
#[non_exhaustive]
pub struct Attached {
    /// The files that were uploaded, in the order in which they were given. They are attached to the message.
    pub uploaded: Vec<Uploaded>,
    /// The files that were not, by name, and why.
    pub failed: Vec<(String, Error)>,
    /// Whether the message was written. It was not where there were files and none of them could be uploaded.
    pub written: bool,
    /// The id of the message. `None` where the message was written and its id could not be found out afterwards.
    pub message_id: Option<MessageId>,
}

impl Attached {
    /// Takes one file that failed for an error of the whole.
    ///
    /// # Errors
    /// The error of the first file that was not uploaded.
    pub fn complete(mut self) -> Result<Self, Error> {
        if self.failed.is_empty() { Ok(self) } else { Err(self.failed.remove(0).1) }
    }
}

impl Attach {
    /// The text of the message, at most 2000 characters. The names of the files if not set, since no source tells whether
    /// a message may be empty.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    /// More attachments.
    pub fn files(mut self, files: impl IntoIterator<Item = FilePart>) -> Self {
        self.files.extend(files);
        self
    }

    /// How many files are uploaded at a time. Three if not set; at least one.
    pub fn at_once(mut self, at_once: usize) -> Self {
        self.way.at_once = at_once.max(1);
        self
    }

    /// Calls `watcher` with the name of a file for each piece of it that is sent. It should be quick: the uploads wait
    /// for it.
    pub fn progress(mut self, watcher: impl Fn(&str, Progress) + Send + Sync + 'static) -> Self {
        self.way.watcher = Some(Arc::new(watcher));
        self
    }

    async fn write(self) -> Result<Attached, Error> {
        self.check().await?;
        let Self { tickets, case_id, text, files, way } = self;
        let wanted = !files.is_empty();
        let uploads = upload(&tickets, files, &AccessoryPurpose::Message, &way).await;
        if wanted && uploads.uploaded.is_empty() {
            return Ok(Attached { uploaded: Vec::new(), failed: uploads.failed, written: false, message_id: None });
        }
        let names = || uploads.uploaded.iter().map(|uploaded| uploaded.file_name.as_str()).collect::<Vec<_>>();
        let text = if text.is_empty() { shortened(&names().join(", ")) } else { text };
        let message = request(&tickets, &case_id, &text, uploads.ids());
        if let Err(error) = tickets.call(message).await {
            if is_undone(&error) {
                discard(&tickets, &uploads.uploaded).await;
            }
            return Err(error);
        }
        let message_id = find(&tickets, &case_id, &text, &uploads).await;
        Ok(Attached { uploaded: uploads.uploaded, failed: uploads.failed, written: true, message_id })
    }

    /// Tells all that is wrong before anything is sent.
    async fn check(&self) -> Result<(), Error> {
        if self.files.is_empty() && self.text.is_empty() {
            return Err(wrong("tickets.attach", "there is neither a text nor a file"));
        }
        let ids = self.files.iter().map(|_| AccessoryId::from("-"));
        let mut broken = self.tickets.violations_of(&request(&self.tickets, &self.case_id, &self.text, ids));
        broken.extend(violations(&self.tickets, &self.files, 0).await?);
        all_kept("tickets.attach", broken)
    }
}

impl IntoFuture for Attach {
    type Output = Result<Attached, Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.write())
    }
}

fn request(
    tickets: &Tickets,
    case_id: &CaseId,
    text: &str,
    attachments: impl Iterator<Item = AccessoryId>,
) -> CreateMessages {
    let mut message = NewMessage::default().content(text);
    let attachments: Vec<AccessoryId> = attachments.collect();
    message.accessory_ids = (!attachments.is_empty()).then_some(attachments);
    let mut request = CreateMessages::new(case_id, message);
    request.group_id = tickets.group_id.clone();
    request
}

/// The names of ten files may be longer than a message.
fn shortened(names: &str) -> String {
    names.chars().take(2000).collect()
}

/// The id of the message that was just written, which the answer does not tell: of the one that has the attachments, or
/// else of the customer's latest one with this text. The message is there either way, so that failing to find it is no
/// error.
async fn find(tickets: &Tickets, case_id: &CaseId, text: &str, uploads: &Uploads) -> Option<MessageId> {
    let case = tickets.detail(case_id).await.ok()?;
    let ids: Vec<AccessoryId> = uploads.ids().collect();
    let mut messages = case.message_list;
    messages.retain(|message| match ids.as_slice() {
        [] => message.content.as_deref() == Some(text) && message.written_by == Some(MessageSource::Customer),
        ids => message.accessory_list.iter().filter_map(|known| known.accessory_id.as_ref()).any(|id| ids.contains(id)),
    });
    let latest = messages.into_iter().max_by_key(|message| message.create_time.as_ref()?.unix_millis_at(0));
    latest?.message_id
}
