//! Writes messages on a ticket, with or without attachments: look at the limits, upload, write, find the ids of the messages.

mod limits;
mod messages;
mod names;
mod upload;

use std::future::IntoFuture;
use std::sync::Arc;

use hwc_models::osm::{AccessoryLimits, AccessoryPurpose, CaseId, MessageId};
use hwc_wire::FilePart;

pub(super) use limits::violations;
pub use upload::Uploaded;
pub(super) use upload::{Uploads, Way, discard, is_undone, upload};

use super::{Pending, Tickets, all_kept, wrong};
use crate::error::Error;
use crate::files::Progress;
use messages::Messages;

/// How many attachments a message can have, whatever the service says of its limits.
const MOST: usize = 10;

impl Tickets {
    /// Uploads files and attaches them to a ticket.
    ///
    /// What the service accepts (`ShowAccessoryLimits`: how many files, how large, of which types) is read first. All problems
    /// are reported in one error before anything is sent. Where there are more files than one message takes, several messages
    /// are written, numbered as in `(1/3)`: the first has the text, the others the names of their files.
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
/// Errors of reading the limits and of writing the first message; what was uploaded for a message that was certainly not
/// written is deleted. An upload that fails is no error but in [`Attached::failed`], and so are the files of a further message
/// that fails, and of those after it.
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
    /// The files that were uploaded, in the order in which they were given. They are attached to the messages.
    pub uploaded: Vec<Uploaded>,
    /// The files that were not, by their distinct names (see [`Uploaded::distinct_name`]), and why.
    pub failed: Vec<(String, Error)>,
    /// True if a message was written. It was not where there were files and none of them could be uploaded.
    pub written: bool,
    /// The ID of the first message. `None` where the message was written and its ID could not be found out afterwards.
    pub message_id: Option<MessageId>,
    /// The IDs of all messages that were written, in order.
    pub messages: Vec<Option<MessageId>>,
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
    /// The text of the first message, at most 2000 characters with its number. The names of the files if not set, since no
    /// source tells whether a message may be empty.
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

    /// Calls `watcher` with the distinct name of a file for each piece of it that is sent. It should be quick: the uploads wait
    /// for it.
    pub fn progress(mut self, watcher: impl Fn(&str, Progress) + Send + Sync + 'static) -> Self {
        self.way.watcher = Some(Arc::new(watcher));
        self
    }

    async fn write(self) -> Result<Attached, Error> {
        let most = self.check().await?;
        let Self { tickets, case_id, text, files, way } = self;
        let wanted = !files.is_empty();
        let Uploads { uploaded, failed } = upload(&tickets, files, &AccessoryPurpose::Message, &way).await;
        let nothing = wanted && uploaded.is_empty();
        let mut attached =
            Attached { uploaded: Vec::new(), failed, written: false, message_id: None, messages: Vec::new() };
        if !nothing {
            Messages { tickets: &tickets, case_id: &case_id, text: &text, most }.write(uploaded, &mut attached).await?;
        }
        Ok(attached)
    }

    /// Reports all that is wrong before anything is sent; returns how many files a message takes.
    async fn check(&self) -> Result<usize, Error> {
        if self.files.is_empty() && self.text.is_empty() {
            return Err(wrong("tickets.attach", "there is neither a text nor a file"));
        }
        let limits = match self.files.is_empty() {
            true => AccessoryLimits::default(),
            false => limits::read(&self.tickets).await?,
        };
        let most = limits.limit_count.map_or(MOST, |most| (most as usize).clamp(1, MOST));
        let text = messages::numbered(&self.text, 0, self.files.len().div_ceil(most));
        let mut broken =
            self.tickets.violations_of(&messages::request(&self.tickets, &self.case_id, &text, Vec::new()));
        broken.extend(limits::violations_of_each(&self.files, &limits));
        all_kept("tickets.attach", broken)?;
        Ok(most)
    }
}

impl IntoFuture for Attach {
    type Output = Result<Attached, Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.write())
    }
}
