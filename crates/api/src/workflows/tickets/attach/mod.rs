//! Messages on a ticket, with or without attachments: read the limits, upload, write, find the IDs of the messages.

mod directory;
mod limits;
mod messages;
mod names;
mod upload;

use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};

use hwc_models::osm::{AccessoryLimits, AccessoryPurpose, CaseId, MessageId};
use hwc_wire::FilePart;

pub(super) use directory::Directories;
pub(super) use limits::file_violations;
pub use upload::UploadedFile;
pub(super) use upload::upload_setters;
pub(super) use upload::{UploadOptions, Uploads, definitely_not_applied, delete_uploads, upload};

use super::ticket_call::start_workflow;
use super::{Tickets, invalid, require_valid};
use crate::core::{BoxFuture, Lazy, lazy_future};
use crate::error::Error;
use crate::workflows::setters::workflow_options;
use messages::Messages;

/// The name of the workflow in errors.
const NAME: &str = "tickets.attach";

/// The maximum number of attachments per message, regardless of the limits of the service.
const MAX_ATTACHMENTS: usize = 10;

impl Tickets {
    /// Uploads files and attaches them to a ticket.
    ///
    /// The limits of the service (`ShowAccessoryLimits`: number, size and types of files) are read first. All problems are
    /// reported in one error before anything is sent. If there are more files than one message can have, several messages
    /// are written and numbered, as in `(1/3)`. The first has the text, the others the names of their files.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// use hwc_api::FilePart;
    ///
    /// let files = [FilePart::path("console.log"), FilePart::bytes("note.txt", "It began at noon.")];
    /// let outcome = client.tickets().attach("case-123", files).text("The console, and a note.").await?;
    /// for (name, error) in &outcome.failed {
    ///     eprintln!("{name}: {error}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn attach(&self, case_id: impl Into<CaseId>, files: impl IntoIterator<Item = FilePart>) -> AttachCall {
        AttachCall(Lazy::Ready(Attach {
            tickets: self.clone(),
            case_id: case_id.into(),
            text: String::new(),
            files: files.into_iter().collect(),
            directories: Directories::default(),
            uploads: UploadOptions::default(),
        }))
    }

    /// Uploads the files of a local directory and its subdirectories, and attaches them to a ticket, like
    /// [`attach`](Self::attach).
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// let logs = client.tickets().attach_directory("case-123", "/var/log/app");
    /// let outcome = logs.filter(|path| path.extension().is_some_and(|end| end == "log")).await?;
    /// println!("{} files", outcome.uploaded.len());
    /// # Ok(())
    /// # }
    /// ```
    pub fn attach_directory(&self, case_id: impl Into<CaseId>, path: impl Into<PathBuf>) -> AttachCall {
        self.attach(case_id, []).directory(path)
    }

    /// Writes a message of at most 2000 characters on a ticket. [`files`](ReplyCall::files) adds attachments.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// client.tickets().reply("case-123", "It works again. Thank you!").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn reply(&self, case_id: impl Into<CaseId>, text: impl Into<String>) -> ReplyCall {
        ReplyCall(self.attach(case_id, []).text(text))
    }
}

/// A call that writes a message without attachments, created by [`Tickets::reply`]. Nothing is sent before it is awaited. It
/// returns the ID of the message, or `None` if the ID could not be found after the message was written.
///
/// # Errors
/// Returns the errors of [`Client::send`](crate::Client::send).
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct ReplyCall(AttachCall);

impl ReplyCall {
    /// Adds attachments. Some of them may fail: see [`AttachOutcome`].
    pub fn files(self, files: impl IntoIterator<Item = FilePart>) -> AttachCall {
        self.0.files(files)
    }

    workflow_options!();

    fn handle_mut(&mut self) -> Option<&mut Tickets> {
        self.0.handle_mut()
    }
}

impl Future for ReplyCall {
    type Output = Result<Option<MessageId>, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map_ok(|outcome| outcome.message_id)
    }
}

/// A call that writes a message with attachments, created by [`Tickets::attach`]. Nothing is sent before it is awaited.
///
/// # Errors
/// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) with all problems of the files and the text,
/// before anything is sent. Returns the errors of reading the limits and of writing the first message. Files uploaded for a
/// message that was definitely not written are deleted.
///
/// Failed uploads are reported in [`AttachOutcome::failed`]. If a message after the first fails, its files and those of the
/// following messages are reported there, too.
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct AttachCall(Lazy<Attach, Result<AttachOutcome, Error>>);

/// The parts of the call before it starts.
#[derive(Debug)]
struct Attach {
    tickets: Tickets,
    case_id: CaseId,
    text: String,
    files: Vec<FilePart>,
    directories: Directories,
    uploads: UploadOptions,
}

/// The outcome of a message with attachments.
#[derive(Debug)]
#[must_use = "some of the files may have failed"]
#[non_exhaustive]
pub struct AttachOutcome {
    /// The uploaded files, in the order of the input. They are attached to the messages.
    pub uploaded: Vec<UploadedFile>,
    /// The files that failed, by their distinct names (see [`UploadedFile::distinct_name`]), with their errors.
    pub failed: Vec<(String, Error)>,
    /// True if a message was written. False if there were files and none of them could be uploaded.
    pub written: bool,
    /// The ID of the first message. `None` if the message was written but its ID could not be found.
    pub message_id: Option<MessageId>,
    /// The IDs of all written messages, in order.
    pub messages: Vec<Option<MessageId>>,
}

impl AttachOutcome {
    /// Converts a failed file to an error.
    ///
    /// # Errors
    /// Returns the error of the first file that failed.
    pub fn into_result(mut self) -> Result<Self, Error> {
        if self.failed.is_empty() { Ok(self) } else { Err(self.failed.remove(0).1) }
    }
}

impl AttachCall {
    /// Sets the text of the first message. Must have at most 2000 characters, including its number. Default: the names of
    /// the files, since it is not documented whether a message may be empty.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        if let Some(attach) = self.0.parts_mut() {
            attach.text = text.into();
        }
        self
    }

    /// Adds attachments.
    pub fn files(mut self, files: impl IntoIterator<Item = FilePart>) -> Self {
        if let Some(attach) = self.0.parts_mut() {
            attach.files.extend(files);
        }
        self
    }

    /// Adds the files of a local directory and its subdirectories, sorted by path. Links to directories are not followed.
    /// The directory is read when the call starts.
    pub fn directory(mut self, path: impl Into<PathBuf>) -> Self {
        if let Some(attach) = self.0.parts_mut() {
            attach.directories.add(path.into());
        }
        self
    }

    /// Adds only those files of directories whose paths `is_wanted` accepts.
    pub fn filter(mut self, is_wanted: impl Fn(&Path) -> bool + Send + Sync + 'static) -> Self {
        if let Some(attach) = self.0.parts_mut() {
            attach.directories.set_filter(is_wanted);
        }
        self
    }

    upload_setters!();
    workflow_options!();

    fn uploads_mut(&mut self) -> Option<&mut UploadOptions> {
        self.0.parts_mut().map(|attach| &mut attach.uploads)
    }

    fn handle_mut(&mut self) -> Option<&mut Tickets> {
        self.0.parts_mut().map(|attach| &mut attach.tickets)
    }
}

lazy_future! { AttachCall, AttachOutcome, Attach::start }

impl Attach {
    fn start(self) -> BoxFuture<Result<AttachOutcome, Error>> {
        start_workflow(self.tickets.clone(), NAME, |_| self.write())
    }

    async fn write(mut self) -> Result<AttachOutcome, Error> {
        let max_attachments = self.validate().await?;
        let Self { tickets, case_id, text, files, uploads, .. } = self;
        let has_files = !files.is_empty();
        let Uploads { uploaded, failed } = upload(&tickets, files, &AccessoryPurpose::Message, &uploads).await;
        let all_failed = has_files && uploaded.is_empty();
        let mut outcome =
            AttachOutcome { uploaded: Vec::new(), failed, written: false, message_id: None, messages: Vec::new() };
        if !all_failed {
            Messages { tickets: &tickets, case_id: &case_id, text: &text, max_attachments }
                .write(uploaded, &mut outcome)
                .await?;
        }
        Ok(outcome)
    }

    /// Reports all problems before anything is sent. Returns the maximum number of attachments per message.
    async fn validate(&mut self) -> Result<usize, Error> {
        let unreadable = self.directories.list_files(&mut self.files);
        require_valid(NAME, unreadable)?;
        if self.files.is_empty() && self.text.is_empty() {
            return Err(invalid(NAME, "a message needs a text or a file"));
        }
        let limits = match self.files.is_empty() {
            true => AccessoryLimits::default(),
            false => limits::read_limits(&self.tickets).await?,
        };
        let most = limits.limit_count.map_or(MAX_ATTACHMENTS, |most| (most as usize).clamp(1, MAX_ATTACHMENTS));
        let text = messages::numbered(&self.text, 0, self.files.len().div_ceil(most));
        let mut violations =
            self.tickets.violations_of(&self.tickets.with_group(messages::request(&self.case_id, &text, Vec::new())));
        violations.extend(limits::violations_of_each(&self.files, &limits));
        require_valid(NAME, violations)?;
        Ok(most)
    }
}
